#pragma once

#include <cstdint>
#include <vector>

#include "akin/numerics/gaussian_mixture.h"

namespace akin::numerics {

struct MixtureOptions {
  std::int64_t components = 10;
  std::int64_t iterations = 200;  ///< at most
  double tolerance = 1e-3;        ///< stops when an iteration gains less, in nats per point
  double floor = 1e-4;            ///< on the eigenvalues of each covariance, relative to the mean
                                  ///< variance of the points; prevents collapse to a point
  std::uint64_t seed = 0;         ///< of the k-means initialisation
  int threads = 0;                ///< 0: one per core; does not affect the result
};

struct MixtureFit {
  GaussianMixture mixture;
  std::vector<double> log_likelihood;  ///< per point, nats: initial, then after each iteration
  bool converged = false;
};

/// Expectation maximisation with full covariances (Dempster, Laird & Rubin 1977), initialised by
/// k-means. Raising the eigenvalues of a covariance to the floor maximises the likelihood under
/// that constraint, so no iteration lowers it. Errors: options out of range (UsageError); fewer
/// points than components, a coordinate that is not finite.
MixtureFit fit_gaussian_mixture(const Eigen::Ref<const Points>& points,
                                const MixtureOptions& options = {});

}  // namespace akin::numerics
