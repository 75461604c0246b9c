#include "akin/kernels/block_minima.h"

#include <algorithm>
#include <limits>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

/// For queries [first, first + height), whose sums stay in registers.
template <int height, class Registers>
[[gnu::always_inline]] inline void minima_of(const MinimaBlock& block, std::int64_t first,
                                             float* minima) {
  using Lanes = typename Registers::Lanes;
  constexpr std::int64_t lanes = lanes_in<Registers>;
  constexpr std::int64_t parts = panel_width / lanes;
  Lanes least[height];
  for (auto& lane : least) {
    lane = Lanes{} + std::numeric_limits<float>::infinity();
  }
  for (std::int64_t p = 0; p < block.panels; ++p) {
    const float* panel = block.references + p * block.dimensions * panel_width;
    Lanes sums[height][parts] = {};
    for (std::int64_t k = 0; k < block.dimensions; ++k) {
      Lanes row[parts];
      for (std::int64_t part = 0; part < parts; ++part) {
        load_lanes(row[part], panel + k * panel_width + part * lanes);
      }
      for (int i = 0; i < height; ++i) {
        for (std::int64_t part = 0; part < parts; ++part) {
          sums[i][part] += block.queries[k * query_height + first + i] * row[part];
        }
      }
    }
    for (std::int64_t part = 0; part < parts; ++part) {
      Lanes norms;
      load_lanes(norms, block.norms + p * panel_width + part * lanes);
      for (int i = 0; i < height; ++i) {
        const Lanes value = norms - 2.0F * sums[i][part];
        least[i] = value < least[i] ? value : least[i];
      }
    }
  }
  for (int i = 0; i < height; ++i) {
    minima[first + i] = least[i][0];
    for (std::int64_t j = 1; j < lanes; ++j) {
      minima[first + i] = std::min(minima[first + i], least[i][j]);
    }
  }
}

template <int height, class Registers>
[[gnu::always_inline]] inline void all_minima(const MinimaBlock& block, float* minima) {
  static_assert(query_height % height == 0);
  for (std::int64_t first = 0; first < query_height; first += height) {
    minima_of<height, Registers>(block, first, minima);
  }
}

}  // namespace

std::vector<BlockMinimaKernel> block_minima_kernels() {
  return supported_versions<BlockMinimaKernel>(Loops<all_minima<2, Registers128>>{},
                                               Loops<all_minima<6, Registers256>>{},
                                               Loops<all_minima<12, Registers512>>{});
}

}  // namespace akin::kernels
