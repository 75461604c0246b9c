#include "akin/tokens/binary_tokenizer.h"

#include <fmt/format.h>

#include "akin/base/require.h"

namespace akin::tokens {
namespace {

std::string binary_kind(int cell) {
  return fmt::format("binary-{}x{}", cell, cell);
}

}  // namespace

BinaryTokenizer::BinaryTokenizer(int height, int width, int cell)
    : grid_(binary_kind(cell), height, width, cell) {
  require(cell <= 4, "[{}] expected a cell of at most 4x4 pixels, or 65536 words", kind());
}

std::string BinaryTokenizer::kind() const {
  return binary_kind(grid_.cell);
}

void BinaryTokenizer::encode(std::span<const std::uint8_t> pixels,
                             std::span<std::int32_t> tokens) const {
  grid_.check_sizes(kind(), pixels.size(), tokens.size());
  for (std::int64_t i = 0; i < length(); ++i) {
    std::int32_t word = 0;
    for (std::int64_t p = 0; p < grid_.cell_pixels(); ++p) {
      const int pixel = pixels[grid_.position(i, p)];
      require(pixel == 0 || pixel == 255,
              "[{}] expected binarised pixels, 0 or 255, got {}; binarise the image first", kind(),
              pixel);
      word |= (pixel & 1) << p;
    }
    tokens[static_cast<std::size_t>(i)] = word;
  }
}

void BinaryTokenizer::decode(std::span<const std::int32_t> tokens,
                             std::span<std::uint8_t> pixels) const {
  grid_.check_sizes(kind(), pixels.size(), tokens.size());
  for (std::int64_t i = 0; i < length(); ++i) {
    const std::int32_t word = tokens[static_cast<std::size_t>(i)];
    check_token(kind(), word, words());
    for (std::int64_t p = 0; p < grid_.cell_pixels(); ++p) {
      pixels[grid_.position(i, p)] = (word >> p) & 1 ? 255 : 0;
    }
  }
}

}  // namespace akin::tokens
