#pragma once

#include <cstdint>

#include "akin/base/require.h"
#include "akin/numerics/neighbours.h"

namespace akin::metrics {

/// Errors, prefixed by [`who`]: a set of fewer than `least` points, different dimensions or none, a
/// coordinate that is not finite.
inline void check_point_sets(const char* who, const Eigen::Ref<const numerics::Points>& a,
                             const Eigen::Ref<const numerics::Points>& b, std::int64_t least) {
  require(a.rows() >= least && b.rows() >= least,
          "[{}] expected at least {} points in each set, got {} and {}", who, least, a.rows(),
          b.rows());
  require(a.cols() == b.cols() && a.cols() > 0,
          "[{}] expected two sets of points of equal dimensions, got {} and {}", who, a.cols(),
          b.cols());
  require(a.allFinite() && b.allFinite(), "[{}] expected finite points, got infinite ones or NaN",
          who);
}

}  // namespace akin::metrics
