#include "akin/tokens/image_tokenizer.h"

#include <array>
#include <limits>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/tokens/binary_tokenizer.h"
#include "akin/tokens/patch_tokenizer.h"

namespace akin::tokens {

std::vector<std::uint16_t> ImageTokenizer::encode_all(std::span<const std::uint8_t> pixels,
                                                      std::int64_t count) const {
  const std::size_t area = image_size().values();
  require(count >= 0 && pixels.size() == static_cast<std::size_t>(count) * area,
          "[{}] expected {} images of {} values, got {} values", kind(), count, area,
          pixels.size());
  require(vocabulary_size() - 1 <= std::numeric_limits<std::uint16_t>::max(),
          "[{}] expected at most 65536 tokens to encode many images at once, got {}", kind(),
          vocabulary_size());
  std::vector<std::uint16_t> all;
  all.reserve(static_cast<std::size_t>(count * length()));
  std::vector<std::int32_t> tokens(static_cast<std::size_t>(length()));
  for (std::size_t i = 0; i < pixels.size(); i += area) {
    encode(pixels.subspan(i, area), tokens);
    all.insert(all.end(), tokens.begin(), tokens.end());
  }
  return all;
}

std::unique_ptr<const ImageTokenizer> make_image_tokenizer(const std::string& kind,
                                                           ImageSize image_size,
                                                           const numerics::Points& codebook) {
  if (kind == PatchTokenizer::name) {
    return std::make_unique<PatchTokenizer>(image_size, codebook);
  }
  const std::array<std::string, 2> kinds = {"binary-2x2", PatchTokenizer::name};
  if (kind != kinds[0]) {
    fail_unknown("image_tokenizer", kind, kinds);
  }
  require(codebook.rows() == 0, "[{}] expected no codebook, got one of {} rows", kind,
          codebook.rows());
  return std::make_unique<BinaryTokenizer>(image_size, 2);
}

PatchGrid::PatchGrid(const std::string& who, ImageSize image, int patch_size)
    : image(image), patch_size(patch_size) {
  require(patch_size > 0 && image.height > 0 && image.width > 0 && image.height % patch_size == 0 &&
              image.width % patch_size == 0,
          "[{}] expected image sides that are multiples of {}, the patch size, got {}x{}", who,
          patch_size, image.height, image.width);
}

void PatchGrid::check_sizes(const std::string& who, std::size_t value_count,
                            std::size_t token_count) const {
  require(std::cmp_equal(value_count, values()) && std::cmp_equal(token_count, patches()),
          "[{}] expected {} pixels and {} tokens, got {} and {}", who, values(), patches(),
          value_count, token_count);
}

void check_token(const std::string& who, std::int32_t token, std::int64_t vocabulary_size) {
  require(token >= 0 && token < vocabulary_size, "[{}] expected tokens from 0 to {}, got {}", who,
          vocabulary_size - 1, token);
}

}  // namespace akin::tokens
