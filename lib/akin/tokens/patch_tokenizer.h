#pragma once

#include "akin/tokens/cell_grid.h"
#include "akin/tokens/image_tokenizer.h"

namespace akin::tokens {

/// Vector quantisation: the word of a cell is the nearest row of a codebook in Euclidean distance,
/// the lowest where tied; its pixels are read back as that row, rounded.
class PatchTokenizer final : public ImageTokenizer {
 public:
  static constexpr char name[] = "patch";

  /// codebook: [words, cell * cell] in [0, 1]. Errors: no word or more than 65536, rows that are
  /// no square, numbers outside [0, 1], image sides that are not multiples of the cell's.
  PatchTokenizer(int height, int width, numerics::Points codebook);

  [[nodiscard]] std::string kind() const override { return name; }
  [[nodiscard]] std::int64_t words() const override { return codebook_.rows(); }
  [[nodiscard]] std::int64_t length() const override { return grid_.cells(); }
  [[nodiscard]] int height() const override { return grid_.height; }
  [[nodiscard]] int width() const override { return grid_.width; }
  [[nodiscard]] numerics::Points codebook() const override { return codebook_; }
  void encode(std::span<const std::uint8_t> pixels, std::span<std::int32_t> tokens) const override;
  void decode(std::span<const std::int32_t> tokens, std::span<std::uint8_t> pixels) const override;
  [[nodiscard]] std::vector<std::uint16_t> encode_all(std::span<const std::uint8_t> pixels,
                                                      std::int64_t count) const override;

 private:
  void encode_some(std::span<const std::uint8_t> pixels, std::span<std::uint16_t> tokens) const;

  numerics::Points codebook_;  ///< [words, cell * cell]
  CellGrid grid_;
  std::vector<std::uint8_t> bytes_;  ///< the codebook as pixels, [words, cell * cell]
  std::uint16_t blank_ = 0;          ///< the word nearest to a cell of black
};

struct PatchOptions {
  std::int64_t words = 512;
  std::uint64_t seed = 0;
  int cell = 4;                         ///< side of a cell, in pixels
  std::int64_t patches_per_word = 100;  ///< learnt from: a sample of the cells that hold ink
  std::int64_t iterations = 30;         ///< of k-means, at most
};

/// A codebook for these images, pixels: [count * height * width]. Word 0 is black, for most cells
/// are; the others are learnt by k-means from cells drawn among those that are not.
/// Errors: fewer than two words, sizes that disagree, fewer cells with ink than words.
PatchTokenizer fit_patch_tokenizer(std::span<const std::uint8_t> pixels, std::int64_t count,
                                   int height, int width, const PatchOptions& options = {});

}  // namespace akin::tokens
