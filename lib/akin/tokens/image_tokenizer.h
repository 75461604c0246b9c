#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "akin/base/image_size.h"
#include "akin/numerics/neighbours.h"

namespace akin::tokens {

/// Converts an image to token ids and back. The image is cut into square patches; each token
/// describes one of them, in raster order, so that the first half of the tokens is the upper half
/// of the image.
class ImageTokenizer {
 public:
  virtual ~ImageTokenizer() = default;

  [[nodiscard]] virtual std::string kind() const = 0;  ///< as for make_image_tokenizer()
  [[nodiscard]] virtual std::int64_t vocabulary_size() const = 0;
  [[nodiscard]] virtual std::int64_t length() const = 0;  ///< tokens per image
  [[nodiscard]] virtual ImageSize image_size() const = 0;

  /// pixels: [channels, height, width]; writes tokens: [length()] in [0, vocabulary_size()).
  /// Errors: other sizes; see also the derived classes.
  virtual void encode(std::span<const std::uint8_t> pixels,
                      std::span<std::int32_t> tokens) const = 0;
  /// The inverse. Errors: other sizes, a token outside [0, vocabulary_size()).
  virtual void decode(std::span<const std::int32_t> tokens,
                      std::span<std::uint8_t> pixels) const = 0;

  /// Encodes many images: [count, channels, height, width] -> [count * length()], the same tokens
  /// as encode(). Errors: other sizes, more than 65536 tokens in the vocabulary.
  [[nodiscard]] virtual std::vector<std::uint16_t> encode_all(std::span<const std::uint8_t> pixels,
                                                              std::int64_t count) const;

  /// The learnt codebook, [vocabulary_size, values of a patch] in [0, 1], to be stored with a
  /// model's weights and passed to make_image_tokenizer(). No rows if nothing is learnt.
  [[nodiscard]] virtual numerics::Points codebook() const { return {}; }
};

/// Makes a tokenizer of a kind:
/// - "binary-2x2": 2x2 patches, 16 tokens, lossless for binarised images; no codebook.
/// - "patch": the rows of the codebook are square patches, one token each.
/// Errors: an unknown kind (UsageError), image sides that are not multiples of the patch size, an
/// unexpected codebook, or one whose rows are not squares in [0, 1].
std::unique_ptr<const ImageTokenizer> make_image_tokenizer(const std::string& kind,
                                                           ImageSize image_size,
                                                           const numerics::Points& codebook = {});

/// An image [channels, height, width] cut into patches of patch_size x patch_size pixels.
struct PatchGrid {
  ImageSize image;
  int patch_size;

  /// Errors, which start with [`who`]: sides that are not positive multiples of patch_size.
  PatchGrid(const std::string& who, ImageSize image, int patch_size);

  [[nodiscard]] std::int64_t values() const { return static_cast<std::int64_t>(image.values()); }
  [[nodiscard]] std::int64_t patch_pixels() const { return std::int64_t{patch_size} * patch_size; }
  [[nodiscard]] std::int64_t patch_values() const { return image.channels * patch_pixels(); }
  [[nodiscard]] std::int64_t patches() const { return values() / patch_values(); }

  /// Index in the image of a value of a patch [channels, patch_size, patch_size]; patches are in
  /// raster order.
  [[nodiscard]] std::size_t position(std::int64_t patch, std::int64_t value) const {
    const std::int64_t channel = value / patch_pixels();
    const std::int64_t pixel = value % patch_pixels();
    const std::int64_t across = image.width / patch_size;
    const std::int64_t y = patch / across * patch_size + pixel / patch_size;
    const std::int64_t x = patch % across * patch_size + pixel % patch_size;
    return static_cast<std::size_t>((channel * image.height + y) * image.width + x);
  }

  /// Errors if an image or its tokens have other sizes.
  void check_sizes(const std::string& who, std::size_t value_count, std::size_t token_count) const;
};

/// Error if the token is outside the vocabulary.
void check_token(const std::string& who, std::int32_t token, std::int64_t vocabulary_size);

}  // namespace akin::tokens
