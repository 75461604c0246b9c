#pragma once

#include <cstdint>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// [points, k]
using SquaredDistances = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Squared distances of every point to the k nearest of the others, rising, exact and in double: of
/// whatever float cannot tell apart the distances are computed directly, so that the result is the
/// same on any machine and any number of `threads` (0: one per core). A point is not its own
/// neighbour; its duplicate is one, at exactly 0.
/// Errors: k below 1 (UsageError); not more points than k, a coordinate that is not finite.
SquaredDistances nearest_few(const Eigen::Ref<const Points>& points, std::int64_t k,
                             int threads = 0);

}  // namespace akin::numerics
