#include <algorithm>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/numerics/kmeans.h"
#include "akin/tokens/patch_tokenizer.h"

namespace akin::tokens {
namespace {

/// `wanted` cells with ink, in [0, 1], drawn without repeats from all images; all where there are
/// fewer.
numerics::Points sample_inked_cells(std::span<const std::uint8_t> pixels, const CellGrid& grid,
                                    std::int64_t wanted, std::uint64_t seed) {
  const auto images = static_cast<std::int64_t>(pixels.size()) / grid.pixels();
  const std::int64_t cells = images * grid.cells();
  const Permutation order(cells, Random(seed, "patches").bits());
  numerics::Points sample(std::min(wanted, cells), grid.cell_pixels());
  std::int64_t have = 0;
  for (std::int64_t i = 0; i < cells && have < sample.rows(); ++i) {
    const std::int64_t cell = order(i);
    const auto image =
        pixels.subspan(static_cast<std::size_t>(cell / grid.cells() * grid.pixels()));
    for (std::int64_t p = 0; p < grid.cell_pixels(); ++p) {
      sample(have, p) = static_cast<float>(image[grid.position(cell % grid.cells(), p)]) / 255.0F;
    }
    have += sample.row(have).isZero(0) ? 0 : 1;
  }
  return sample.topRows(have);
}

}  // namespace

PatchTokenizer fit_patch_tokenizer(std::span<const std::uint8_t> pixels, std::int64_t count,
                                   int height, int width, const PatchOptions& options) {
  require_in_range("words", options.words, {2, 65536});
  require_in_range("patches_per_word", options.patches_per_word, {1, 1 << 20});
  const CellGrid grid(PatchTokenizer::name, height, width, options.cell);
  require(count >= 0 && std::cmp_equal(pixels.size(), count * grid.pixels()),
          "[patch] expected {} images of {}x{} pixels, got {} pixels", count, height, width,
          pixels.size());
  const std::int64_t learnt = options.words - 1;
  const numerics::Points sample =
      sample_inked_cells(pixels, grid, learnt * options.patches_per_word, options.seed);
  require(sample.rows() >= learnt,
          "[patch] expected at least {} cells with ink to learn {} words from, got {}; ask for "
          "fewer words or give more images",
          learnt, options.words, sample.rows());
  numerics::Points codebook = numerics::Points::Zero(options.words, grid.cell_pixels());
  codebook.bottomRows(learnt) =
      numerics::k_means(sample, learnt, {.iterations = options.iterations, .seed = options.seed})
          .centroids;
  return {height, width, std::move(codebook)};
}

}  // namespace akin::tokens
