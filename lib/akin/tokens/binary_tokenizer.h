#pragma once

#include "akin/tokens/image_tokenizer.h"

namespace akin::tokens {

/// Lossless for binarised images: the token of a patch is its bits in raster order, the first pixel
/// the lowest, 1 for white. The probability of the tokens is the probability of the image.
/// encode() errors: a pixel other than 0 or 255.
class BinaryTokenizer final : public ImageTokenizer {
 public:
  /// Errors: patch_size outside 1 to 4, image sides that are not multiples of it, colour.
  BinaryTokenizer(ImageSize image_size, int patch_size);

  [[nodiscard]] std::string kind() const override;  ///< "binary-2x2" for 2x2 patches
  [[nodiscard]] std::int64_t vocabulary_size() const override { return 1 << grid_.patch_pixels(); }
  [[nodiscard]] std::int64_t length() const override { return grid_.patches(); }
  [[nodiscard]] ImageSize image_size() const override { return grid_.image; }
  void encode(std::span<const std::uint8_t> pixels, std::span<std::int32_t> tokens) const override;
  void decode(std::span<const std::int32_t> tokens, std::span<std::uint8_t> pixels) const override;

 private:
  PatchGrid grid_;
};

}  // namespace akin::tokens
