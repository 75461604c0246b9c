#pragma once

#include <cstdint>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct NeighbourhoodOptions {
  std::int64_t overlap_neighbours = 3;   ///< k of precision and recall
  std::int64_t coverage_neighbours = 5;  ///< k of density and coverage
  int threads = 0;  ///< 0 for as many as there are cores; the result is the same for any number
};

struct Neighbourhoods {
  double precision = 0;  ///< in [0, 1]: generated points where real ones are
  double recall = 0;     ///< in [0, 1]: real points where generated ones are
  double density = 0;    ///< 0 or more; 1 for equal distributions
  double coverage = 0;   ///< in [0, 1]; about 1 - 2^-k for equal ones of as many points
};

/// Let r_k(i) be the distance of point i to its k-th neighbour among its own kind, itself excluded,
/// a duplicate not. Of N real points i and M generated points j:
///
///     precision = share of j with d(i, j) <= r_3(i) for some i      (Kynkaanniemi et al. 2019)
///     recall    = share of i with d(i, j) <= r_3(j) for some j
///     density   = number of pairs with d(i, j) < r_5(i), over 5 M   (Naeem et al. 2020)
///     coverage  = share of i with d(i, j) < r_5(i) for some j
///
/// No figure says anything alone: one real outlier's ball can hold all of a set of noise. Distances
/// are compared exactly, so that ties count as written here; more than k duplicates of a real point
/// make a ball of radius 0, which precision counts and coverage does not. 10,000 against 10,000
/// points take about 1 s on two cores; memory grows with N + M, not with N M.
/// Errors: k below 1 (UsageError); a set that has not more points than the larger k, other
/// dimensions, a coordinate that is not finite.
Neighbourhoods neighbourhoods(const Eigen::Ref<const numerics::Points>& real,
                              const Eigen::Ref<const numerics::Points>& generated,
                              const NeighbourhoodOptions& options = {});

}  // namespace akin::metrics
