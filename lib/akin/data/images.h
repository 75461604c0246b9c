#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "akin/base/image_size.h"

namespace akin::data {

/// Grey or colour images of one size with labels, stored as bytes in memory. Copies and views share
/// the bytes; a view has an index into them.
class Images {
 public:
  Images() = default;

  /// pixels: [count, channels, height, width], from 0 (black) to 255 (white). labels: [count] in
  /// [0, class_names.size()), or empty for unlabelled data. Errors: counts that disagree, labels
  /// out of range, no images, channels other than 1 and 3.
  Images(std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> labels, ImageSize image_size,
         std::vector<std::string> class_names);

  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] ImageSize image_size() const;
  [[nodiscard]] int height() const { return image_size().height; }
  [[nodiscard]] int width() const { return image_size().width; }
  [[nodiscard]] int channels() const { return image_size().channels; }
  [[nodiscard]] int classes() const;  ///< 0 for unlabelled data
  [[nodiscard]] const std::vector<std::string>& class_names() const;

  [[nodiscard]] std::span<const std::uint8_t> pixels(
      std::int64_t i) const;                       ///< [channels, height, width]
  [[nodiscard]] int label(std::int64_t i) const;   ///< -1 for unlabelled data
  [[nodiscard]] std::int64_t count_blank() const;  ///< images of one colour
  [[nodiscard]] std::vector<std::int64_t> class_counts() const;

  /// A view of the images with these indices, in this order; they may repeat.
  [[nodiscard]] Images select(std::span<const std::int64_t> indices) const;
  [[nodiscard]] Images slice(std::int64_t begin, std::int64_t end) const;

 private:
  struct Storage;
  std::shared_ptr<const Storage> storage_;
  std::shared_ptr<const std::vector<std::uint32_t>> index_;
};

/// One after another: images of one size and of the same classes. Empty ones are passed over.
Images joined(std::span<const Images> parts);

/// The first `count` images, or all if there are fewer.
Images limit(const Images& images, std::int64_t count);

/// Introduces class imbalance: subsamples or repeats class `label` (at random, in order) so that it
/// makes up `share` of all images. share: in [0, 1). Error if there is no image of the class.
Images skew(const Images& images, int label, double share, std::uint64_t seed);

}  // namespace akin::data
