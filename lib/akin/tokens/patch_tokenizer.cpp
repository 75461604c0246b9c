#include "akin/tokens/patch_tokenizer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/numerics/kmeans.h"

namespace akin::tokens {
namespace {

constexpr std::int64_t largest_codebook = 65536;
constexpr std::size_t images_per_pass = 1024;

/// The side of the patches in the rows of a codebook.
int patch_size_of(const numerics::Points& codebook, int channels) {
  const auto side = static_cast<int>(std::lround(std::sqrt(codebook.cols() / channels)));
  require(codebook.rows() >= 1 && codebook.rows() <= largest_codebook && side >= 1 &&
              std::int64_t{side} * side * channels == codebook.cols(),
          "[patch] expected a codebook of 1 to {} square patches in rows, got [{}, {}]",
          largest_codebook, codebook.rows(), codebook.cols());
  require((codebook.array() >= 0 && codebook.array() <= 1).all(),
          "[patch] expected a codebook in [0, 1], got other values");
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

/// A random sample of `wanted` non-black patches, as values in [0, 1]; all of them if there are
/// fewer.
numerics::Points sample_patches(std::span<const std::uint8_t> pixels, const PatchGrid& grid,
                                std::int64_t wanted, std::uint64_t seed) {
  const auto images = static_cast<std::int64_t>(pixels.size()) / grid.values();
  const std::int64_t patches = images * grid.patches();
  const Permutation order(patches, Random(seed, "patches").bits());
  numerics::Points sample(std::min(wanted, patches), grid.patch_values());
  std::int64_t have = 0;
  for (std::int64_t i = 0; i < patches && have < sample.rows(); ++i) {
    const std::int64_t patch = order(i);
    const auto image =
        pixels.subspan(static_cast<std::size_t>(patch / grid.patches() * grid.values()));
    for (std::int64_t p = 0; p < grid.patch_values(); ++p) {
      sample(have, p) =
          static_cast<float>(image[grid.position(patch % grid.patches(), p)]) / 255.0F;
    }
    have += sample.row(have).isZero(0) ? 0 : 1;
  }
  return sample.topRows(have);
}

}  // namespace

PatchTokenizer::PatchTokenizer(ImageSize image_size, numerics::Points codebook)
    : codebook_(std::move(codebook)),
      grid_(name, image_size, patch_size_of(codebook_, image_size.channels)),
      bytes_(pixel_bytes_of(codebook_)) {
  const numerics::Points black = numerics::Points::Zero(1, codebook_.cols());
  blank_ = static_cast<std::uint16_t>(numerics::nearest(black, codebook_, 1).index[0]);
}

/// Any number of images. Black patches, which are the most frequent, need no search.
void PatchTokenizer::encode_some(std::span<const std::uint8_t> pixels,
                                 std::span<std::uint16_t> tokens) const {
  numerics::Points patches(static_cast<std::int64_t>(tokens.size()), codebook_.cols());
  std::vector<std::size_t> searched;
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    const auto image = pixels.subspan(t / static_cast<std::size_t>(grid_.patches()) *
                                      static_cast<std::size_t>(grid_.values()));
    const auto index = static_cast<std::int64_t>(t) % grid_.patches();
    auto patch = patches.row(static_cast<std::int64_t>(searched.size()));
    for (std::int64_t p = 0; p < grid_.patch_values(); ++p) {
      patch[p] = static_cast<float>(image[grid_.position(index, p)]) / 255.0F;
    }
    tokens[t] = blank_;
    if (!patch.isZero(0)) {
      searched.push_back(t);
    }
  }
  const auto found =
      numerics::nearest(patches.topRows(static_cast<std::int64_t>(searched.size())), codebook_);
  for (std::size_t i = 0; i < searched.size(); ++i) {
    tokens[searched[i]] = static_cast<std::uint16_t>(found.index[i]);
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
  const auto area = static_cast<std::size_t>(grid_.values());
  const auto patches = static_cast<std::size_t>(grid_.patches());
  require(count >= 0 && pixels.size() == static_cast<std::size_t>(count) * area,
          "[patch] expected {} images of {} values, got {} values", count, area, pixels.size());
  std::vector<std::uint16_t> tokens(static_cast<std::size_t>(count) * patches);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); i += images_per_pass) {
    const std::size_t size = std::min(images_per_pass, static_cast<std::size_t>(count) - i);
    encode_some(pixels.subspan(i * area, size * area),
                std::span(tokens).subspan(i * patches, size * patches));
  }
  return tokens;
}

void PatchTokenizer::decode(std::span<const std::int32_t> tokens,
                            std::span<std::uint8_t> pixels) const {
  grid_.check_sizes(name, pixels.size(), tokens.size());
  for (std::int64_t i = 0; i < length(); ++i) {
    const std::int32_t token = tokens[static_cast<std::size_t>(i)];
    check_token(name, token, vocabulary_size());
    for (std::int64_t p = 0; p < grid_.patch_values(); ++p) {
      pixels[grid_.position(i, p)] =
          bytes_[static_cast<std::size_t>(token * grid_.patch_values() + p)];
    }
  }
}

PatchTokenizer fit_patch_tokenizer(std::span<const std::uint8_t> pixels, std::int64_t count,
                                   ImageSize image_size, const PatchOptions& options) {
  require_in_range("codebook_size", options.codebook_size, {2, largest_codebook});
  require_in_range("samples_per_token", options.samples_per_token, {1, 1 << 20});
  const PatchGrid grid(PatchTokenizer::name, image_size, options.patch_size);
  require(count >= 0 && std::cmp_equal(pixels.size(), count * grid.values()),
          "[patch] expected {} images of {} values, got {} values", count, image_size.values(),
          pixels.size());
  const numerics::Points sample = sample_patches(
      pixels, grid, (options.codebook_size - 1) * options.samples_per_token, options.seed);
  require(sample.rows() > 0, "[patch] expected images that are not all black, got only black ones");
  const std::int64_t learnt = std::min(options.codebook_size - 1, sample.rows());
  numerics::Points codebook = numerics::Points::Zero(options.codebook_size, grid.patch_values());
  codebook.middleRows(1, learnt) =
      numerics::k_means(sample, learnt, {.iterations = options.iterations, .seed = options.seed})
          .centroids;
  return {image_size, std::move(codebook)};
}

}  // namespace akin::tokens
