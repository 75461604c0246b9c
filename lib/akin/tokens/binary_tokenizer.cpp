#include "akin/tokens/binary_tokenizer.h"

#include <fmt/format.h>

#include "akin/base/require.h"

namespace akin::tokens {
namespace {

std::string binary_kind(int patch_size) {
  return fmt::format("binary-{}x{}", patch_size, patch_size);
}

}  // namespace

BinaryTokenizer::BinaryTokenizer(ImageSize image_size, int patch_size)
    : grid_(binary_kind(patch_size), image_size, patch_size) {
  require<UsageError>(image_size.channels == 1,
                      "[{}] expected grey images, got colour; use --tokenizer patch or --grey",
                      kind());
  require(patch_size <= 4, "[{}] expected patches of at most 4x4 pixels (65536 tokens)", kind());
}

std::string BinaryTokenizer::kind() const {
  return binary_kind(grid_.patch_size);
}

void BinaryTokenizer::encode(std::span<const std::uint8_t> pixels,
                             std::span<std::int32_t> tokens) const {
  grid_.check_sizes(kind(), pixels.size(), tokens.size());
  for (std::int64_t i = 0; i < length(); ++i) {
    std::int32_t token = 0;
    for (std::int64_t p = 0; p < grid_.patch_pixels(); ++p) {
      const int pixel = pixels[grid_.position(i, p)];
      require(pixel == 0 || pixel == 255,
              "[{}] expected binarised pixels, 0 or 255, got {}; binarise the image first", kind(),
              pixel);
      token |= (pixel & 1) << p;
    }
    tokens[static_cast<std::size_t>(i)] = token;
  }
}

void BinaryTokenizer::decode(std::span<const std::int32_t> tokens,
                             std::span<std::uint8_t> pixels) const {
  grid_.check_sizes(kind(), pixels.size(), tokens.size());
  for (std::int64_t i = 0; i < length(); ++i) {
    const std::int32_t token = tokens[static_cast<std::size_t>(i)];
    check_token(kind(), token, vocabulary_size());
    for (std::int64_t p = 0; p < grid_.patch_pixels(); ++p) {
      pixels[grid_.position(i, p)] = (token >> p) & 1 ? 255 : 0;
    }
  }
}

}  // namespace akin::tokens
