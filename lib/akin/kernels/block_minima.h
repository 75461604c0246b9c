#pragma once

#include <cstdint>
#include <vector>

namespace akin::kernels {

/// References come in panels of panel_width, each [dimensions][panel_width]; queries as
/// [dimensions][query_height].
constexpr std::int64_t panel_width = 16;
constexpr std::int64_t query_height = 12;

/// Queries against one block of references.
struct MinimaBlock {
  const float* queries;     ///< [dimensions][query_height]
  const float* references;  ///< [panels][dimensions][panel_width]
  const float* norms;       ///< [panels][panel_width]
  std::int64_t panels;
  std::int64_t dimensions;
};

/// minima[i] = min over references j of norms[j] - 2 q_i . r_j. With norms[j] = |r_j|^2 this is
/// the least |q_i - r_j|^2, less |q_i|^2.
using BlockMinimaKernel = void (*)(const MinimaBlock& block, float* minima);

/// Supported versions, fastest first.
std::vector<BlockMinimaKernel> block_minima_kernels();

}  // namespace akin::kernels
