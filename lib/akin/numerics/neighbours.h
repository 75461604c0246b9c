#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace akin::numerics {

/// Points as rows: [count, dimensions].
using Points = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Neighbours {
  std::vector<std::int64_t> index;  ///< [queries] row of the nearest reference; the lowest of ties
  std::vector<float> distance;      ///< [queries] Euclidean
};

/// Exact nearest neighbour among `references` of each row of `queries`. Computes the minimum of
/// |q|^2 - 2 q.r + |r|^2 over each block of references in float, then searches in double the blocks
/// that can hold the nearest within rounding. Equal points have distance exactly 0.
/// `threads`: 0 for one per core.
/// Errors: different dimensions, no reference, a coordinate that is not finite.
Neighbours nearest(const Eigen::Ref<const Points>& queries,
                   const Eigen::Ref<const Points>& references, int threads = 0);

/// The nearest other row of `points` for each of `rows`. A point is not its own neighbour; its
/// duplicate is.
/// Errors: a single point, a row out of range, a coordinate that is not finite.
Neighbours nearest_other(const Eigen::Ref<const Points>& points, std::span<const std::int64_t> rows,
                         int threads = 0);

}  // namespace akin::numerics
