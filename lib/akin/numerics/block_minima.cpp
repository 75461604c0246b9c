#include "akin/numerics/block_minima.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace akin::numerics {
namespace {

/// A panel's row; the compiler splits it into whatever registers the target has.
using Row = float __attribute__((vector_size(panel_width * sizeof(float))));

[[gnu::always_inline]] inline void load(Row& row, const float* from) {
  std::memcpy(&row, from, sizeof(row));
}

/// For `height` queries from `first` on: so many that their sums stay in registers.
template <int height>
[[gnu::always_inline]] inline void minima_of(const MinimaOf& block, std::int64_t first,
                                             float* minima) {
  Row least[height];
  for (Row& row : least) {
    row = Row{} + std::numeric_limits<float>::infinity();
  }
  for (std::int64_t p = 0; p < block.panels; ++p) {
    const float* panel = block.references + p * block.dimensions * panel_width;
    Row sums[height] = {};
    for (std::int64_t k = 0; k < block.dimensions; ++k) {
      Row row;
      load(row, panel + k * panel_width);
      for (int i = 0; i < height; ++i) {
        sums[i] += block.queries[k * query_height + first + i] * row;
      }
    }
    Row norms;
    load(norms, block.norms + p * panel_width);
    for (int i = 0; i < height; ++i) {
      const Row value = norms - 2.0F * sums[i];
      least[i] = value < least[i] ? value : least[i];
    }
  }
  for (int i = 0; i < height; ++i) {
    minima[first + i] = least[i][0];
    for (int j = 1; j < panel_width; ++j) {
      minima[first + i] = std::min(minima[first + i], least[i][j]);
    }
  }
}

template <int height>
[[gnu::always_inline]] inline void all_minima(const MinimaOf& block, float* minima) {
  static_assert(query_height % height == 0);
  for (std::int64_t first = 0; first < query_height; first += height) {
    minima_of<height>(block, first, minima);
  }
}

void plain(const MinimaOf& block, float* minima) {
  all_minima<3>(block, minima);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void avx2(const MinimaOf& block, float* minima) {
  all_minima<6>(block, minima);
}

[[gnu::target("avx512f")]] void avx512(const MinimaOf& block, float* minima) {
  all_minima<12>(block, minima);
}
#endif

}  // namespace

std::vector<BlockMinima> block_minima() {
  std::vector<BlockMinima> kernels;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    kernels.push_back(avx512);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels.push_back(avx2);
  }
#endif
  kernels.push_back(plain);
  return kernels;
}

}  // namespace akin::numerics
