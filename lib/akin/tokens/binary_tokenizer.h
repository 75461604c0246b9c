#pragma once

#include "akin/tokens/cell_grid.h"
#include "akin/tokens/image_tokenizer.h"

namespace akin::tokens {

/// An exact factorisation of binarised images: the word of a cell is its bits in raster order, the
/// first pixel the lowest, 1 for white. The probability of the tokens is that of the image.
/// encode() errors: a pixel other than 0 or 255.
class BinaryTokenizer final : public ImageTokenizer {
 public:
  /// cell: 1 to 4, the side of a cell. Errors: another cell, image sides that are no multiples.
  BinaryTokenizer(int height, int width, int cell);

  [[nodiscard]] std::string kind() const override;  ///< "binary-2x2" for cells of 2x2
  [[nodiscard]] std::int64_t words() const override { return 1 << grid_.cell_pixels(); }
  [[nodiscard]] std::int64_t length() const override { return grid_.cells(); }
  [[nodiscard]] int height() const override { return grid_.height; }
  [[nodiscard]] int width() const override { return grid_.width; }
  void encode(std::span<const std::uint8_t> pixels, std::span<std::int32_t> tokens) const override;
  void decode(std::span<const std::int32_t> tokens, std::span<std::uint8_t> pixels) const override;

 private:
  CellGrid grid_;
};

}  // namespace akin::tokens
