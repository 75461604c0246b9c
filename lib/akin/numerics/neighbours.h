#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace akin::numerics {

/// Points as rows: [count, dimensions].
using Points = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Neighbours {
  std::vector<std::int64_t>
      index;                    ///< [queries] row of the nearest reference; the lowest where tied
  std::vector<float> distance;  ///< [queries] Euclidean
};

/// The nearest of `references` for every row of `queries`, exact: the least |q|^2 - 2 q.r + |r|^2
/// of every block of references by blocked products in float, then the distances, directly and in
/// double, to the blocks that can hold the winner within rounding. A copy is at exactly 0.
/// `threads`: 0 for as many as there are cores.
/// Errors: other dimensions, no reference, a coordinate that is not finite.
Neighbours nearest(const Eigen::Ref<const Points>& queries,
                   const Eigen::Ref<const Points>& references, int threads = 0);

/// For `rows` of `points` the nearest of the other rows, in the same way: a point is not its own
/// neighbour, its duplicate is one.
/// Errors: a single point, a row out of range, a coordinate that is not finite.
Neighbours nearest_other(const Eigen::Ref<const Points>& points, std::span<const std::int64_t> rows,
                         int threads = 0);

}  // namespace akin::numerics
