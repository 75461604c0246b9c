#pragma once

#include <cstdint>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// [points, k]
using SquaredDistances = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Squared distances of each point to its k nearest other points, ascending, exact and in double:
/// candidates within the rounding error of float are computed directly, so the result is the same
/// on any machine and for any number of `threads` (0: one per core). A point is not its own
/// neighbour; its duplicate is, at exactly 0.
/// Errors: k below 1 (UsageError); not more points than k, a coordinate that is not finite.
SquaredDistances nearest_few(const Eigen::Ref<const Points>& points, std::int64_t k,
                             int threads = 0);

}  // namespace akin::numerics
