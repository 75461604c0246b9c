#include "akin/tokens/patch_tokenizer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "akin/base/require.h"

namespace akin::tokens {
namespace {

constexpr std::int64_t most_patch_words = 65536;
constexpr std::size_t patch_images_at_once = 1024;

/// The side of the squares that are the codebook's rows.
int cell_side_of(const numerics::Points& codebook) {
  const auto side = static_cast<int>(std::lround(std::sqrt(codebook.cols())));
  require(codebook.rows() >= 1 && codebook.rows() <= most_patch_words && side >= 1 &&
              std::int64_t{side} * side == codebook.cols(),
          "[patch] expected a codebook of 1 to {} words, each of cell * cell numbers, got [{}, {}]",
          most_patch_words, codebook.rows(), codebook.cols());
  require((codebook.array() >= 0 && codebook.array() <= 1).all(),
          "[patch] expected a codebook in [0, 1], got numbers outside it");
  return side;
}

std::vector<std::uint8_t> pixel_bytes_of(const numerics::Points& codebook) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(static_cast<std::size_t>(codebook.size()));
  for (const float value : codebook.reshaped<Eigen::RowMajor>()) {
    bytes.push_back(static_cast<std::uint8_t>(std::lround(255 * value)));
  }
  return bytes;
}

}  // namespace

PatchTokenizer::PatchTokenizer(int height, int width, numerics::Points codebook)
    : codebook_(std::move(codebook)),
      grid_(name, height, width, cell_side_of(codebook_)),
      bytes_(pixel_bytes_of(codebook_)) {
  const numerics::Points black = numerics::Points::Zero(1, codebook_.cols());
  blank_ = static_cast<std::uint16_t>(numerics::nearest(black, codebook_, 1).index[0]);
}

/// Any number of images; black cells, which are most, are not searched for.
void PatchTokenizer::encode_some(std::span<const std::uint8_t> pixels,
                                 std::span<std::uint16_t> tokens) const {
  numerics::Points cells(static_cast<std::int64_t>(tokens.size()), codebook_.cols());
  std::vector<std::size_t> inked;
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    const auto image = pixels.subspan(t / static_cast<std::size_t>(grid_.cells()) *
                                      static_cast<std::size_t>(grid_.pixels()));
    const auto index = static_cast<std::int64_t>(t) % grid_.cells();
    auto cell = cells.row(static_cast<std::int64_t>(inked.size()));
    for (std::int64_t p = 0; p < grid_.cell_pixels(); ++p) {
      cell[p] = static_cast<float>(image[grid_.position(index, p)]) / 255.0F;
    }
    tokens[t] = blank_;
    if (!cell.isZero(0)) {
      inked.push_back(t);
    }
  }
  const auto found =
      numerics::nearest(cells.topRows(static_cast<std::int64_t>(inked.size())), codebook_);
  for (std::size_t i = 0; i < inked.size(); ++i) {
    tokens[inked[i]] = static_cast<std::uint16_t>(found.index[i]);
  }
}

void PatchTokenizer::encode(std::span<const std::uint8_t> pixels,
                            std::span<std::int32_t> tokens) const {
  grid_.check_sizes(name, pixels.size(), tokens.size());
  std::vector<std::uint16_t> encoded(tokens.size());
  encode_some(pixels, encoded);
  std::copy(encoded.begin(), encoded.end(), tokens.begin());
}

std::vector<std::uint16_t> PatchTokenizer::encode_all(std::span<const std::uint8_t> pixels,
                                                      std::int64_t count) const {
  const auto area = static_cast<std::size_t>(grid_.pixels());
  const auto cells = static_cast<std::size_t>(grid_.cells());
  require(count >= 0 && pixels.size() == static_cast<std::size_t>(count) * area,
          "[patch] expected {} images of {}x{} pixels, got {} pixels", count, height(), width(),
          pixels.size());
  std::vector<std::uint16_t> tokens(static_cast<std::size_t>(count) * cells);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); i += patch_images_at_once) {
    const std::size_t size = std::min(patch_images_at_once, static_cast<std::size_t>(count) - i);
    encode_some(pixels.subspan(i * area, size * area),
                std::span(tokens).subspan(i * cells, size * cells));
  }
  return tokens;
}

void PatchTokenizer::decode(std::span<const std::int32_t> tokens,
                            std::span<std::uint8_t> pixels) const {
  grid_.check_sizes(name, pixels.size(), tokens.size());
  for (std::int64_t i = 0; i < length(); ++i) {
    const std::int32_t word = tokens[static_cast<std::size_t>(i)];
    check_token(name, word, words());
    for (std::int64_t p = 0; p < grid_.cell_pixels(); ++p) {
      pixels[grid_.position(i, p)] =
          bytes_[static_cast<std::size_t>(word * grid_.cell_pixels() + p)];
    }
  }
}

}  // namespace akin::tokens
