#pragma once

#include <cstdint>
#include <vector>

namespace akin::numerics {

/// References lie in panels of so many, each [dimensions][panel_width]; queries
/// [dimensions][query_height].
constexpr std::int64_t panel_width = 16;
constexpr std::int64_t query_height = 12;

/// minima[i] = min over the block's references j of (norms[j] - 2 q_i . r_j): with |r|^2 as norms,
/// the least |q - r|^2 less |q|^2.
struct MinimaOf {
  const float* queries;     ///< [dimensions][query_height]
  const float* references;  ///< [panels][dimensions][panel_width]
  const float* norms;       ///< [panels][panel_width]
  std::int64_t panels;
  std::int64_t dimensions;
};
using BlockMinima = void (*)(const MinimaOf& block, float* minima);

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<BlockMinima> block_minima();

}  // namespace akin::numerics
