#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace akin::data {

/// Labelled grey images of one size, whole in memory as bytes. Copying is cheap: a view shares the
/// bytes and keeps only an index.
class Images {
 public:
  Images() = default;

  /// pixels: [count, height, width], 0 black to 255 white. labels: [count] in [0,
  /// class_names.size()), or empty for unlabelled data. Errors: counts that disagree, labels out of
  /// range, no image at all.
  Images(std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> labels, int height, int width,
         std::vector<std::string> class_names);

  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] int height() const;
  [[nodiscard]] int width() const;
  [[nodiscard]] int classes() const;  ///< 0 for unlabelled data
  [[nodiscard]] const std::vector<std::string>& class_names() const;

  [[nodiscard]] std::span<const std::uint8_t> pixels(std::int64_t i) const;  ///< [height * width]
  [[nodiscard]] int label(std::int64_t i) const;  ///< -1 for unlabelled data
  [[nodiscard]] std::vector<std::int64_t> class_counts() const;

  /// The view that shows items `indices` of this one, in that order, repeats allowed.
  [[nodiscard]] Images select(std::span<const std::int64_t> indices) const;
  [[nodiscard]] Images slice(std::int64_t begin, std::int64_t end) const;

 private:
  struct Storage;
  std::shared_ptr<const Storage> storage_;
  std::shared_ptr<const std::vector<std::uint32_t>> index_;
};

/// The first `count` images (all where fewer).
Images limit(const Images& images, std::int64_t count);

/// Class `label` thinned (seeded, order kept) or repeated until it is `share` of all images, the
/// others as they are: bias on purpose. share in [0, 1); error where the label does not occur.
Images skew(const Images& images, int label, double share, std::uint64_t seed);

}  // namespace akin::data
