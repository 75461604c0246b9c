#pragma once

#include <cstdint>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct KidOptions {
  std::int64_t subsets = 100;
  std::int64_t subset_size = 1000;  ///< at most: limited by the smaller set
  std::uint64_t seed = 0;
  int threads = 0;  ///< 0: all cores; the result does not depend on the number
};

struct Kid {
  double mean = 0;  ///< over the subsets; about 0, of either sign, for equal distributions
  /// Of the mean: the unbiased standard deviation between subsets over the root of their number; 0
  /// for a single subset. Subsets share points, so two fresh sets may differ by more.
  double standard_error = 0;
  std::int64_t subsets = 0;      ///< computed: 1 if a subset would be all of both sets
  std::int64_t subset_size = 0;  ///< points of either set in each
};

/// KID, the Kernel Inception Distance (Binkowski et al. 2018, "Demystifying MMD GANs"), in any
/// feature space: the squared maximum mean discrepancy (MMD) under the polynomial kernel
/// k(x, y) = (<x, y> / d + 1)^3 between m real points x and m generated points y,
///
///     (sum of off-diagonal Kxx + sum of off-diagonal Kyy) / (m (m - 1)) - 2 (sum of Kxy) / m^2,
///
/// an unbiased estimate, averaged over subsets drawn without replacement. Products are in float,
/// sums in double. Errors: options out of range (UsageError); fewer than two points in a set,
/// different dimensions, a coordinate that is not finite.
Kid kid(const Eigen::Ref<const numerics::Points>& real,
        const Eigen::Ref<const numerics::Points>& generated, const KidOptions& options = {});

}  // namespace akin::metrics
