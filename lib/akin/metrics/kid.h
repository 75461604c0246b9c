#pragma once

#include <cstdint>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct KidOptions {
  std::int64_t subsets = 100;
  std::int64_t subset_size = 1000;  ///< at most: no more than the smaller set has points
  std::uint64_t seed = 0;
  int threads = 0;  ///< 0 for as many as there are cores; the result is the same for any number
};

struct Kid {
  double mean = 0;  ///< over the subsets; about 0, either sign, for equal distributions
  double standard_deviation = 0;  ///< between subsets, unbiased; 0 where there is one
  std::int64_t subsets = 0;       ///< computed: 1 where a subset would be all of both sets
  std::int64_t subset_size = 0;   ///< points of either set in each
};

/// KID (Binkowski et al. 2018): the squared maximum mean discrepancy under the kernel
/// k(x, y) = (<x, y> / d + 1)^3 between m of the real and m of the generated points,
///
///     (sum of off-diagonal Kxx + sum of off-diagonal Kyy) / (m (m - 1)) - 2 (sum of Kxy) / m^2,
///
/// unbiased, as mean over subsets drawn without replacement. Products in float, sums in double.
/// Errors: options out of range (UsageError); fewer than two points in a set, other dimensions, a
/// coordinate that is not finite.
Kid kid(const Eigen::Ref<const numerics::Points>& real,
        const Eigen::Ref<const numerics::Points>& generated, const KidOptions& options = {});

}  // namespace akin::metrics
