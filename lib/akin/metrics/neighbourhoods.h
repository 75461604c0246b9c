#pragma once

#include <cstdint>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct NeighbourhoodOptions {
  std::int64_t overlap_neighbours = 3;   ///< k of precision and recall
  std::int64_t coverage_neighbours = 5;  ///< k of density and coverage
  int threads = 0;                       ///< 0: all cores; the result does not depend on it
};

struct Neighbourhoods {
  double precision = 0;  ///< in [0, 1]: generated points in the support of the real ones
  double recall = 0;     ///< in [0, 1]: real points in the support of the generated ones
  double density = 0;    ///< 0 or more; 1 for equal distributions
  double coverage = 0;   ///< in [0, 1]; about 1 - 2^-k for equal distributions and sizes
};

/// Precision and recall (Kynkaanniemi et al. 2019, "Improved precision and recall metric for
/// assessing generative models"), density and coverage (Naeem et al. 2020, "Reliable fidelity and
/// diversity metrics for generative models"). Let r_k(i) be the distance of point i to its k-th
/// nearest neighbour in its own set, not counting itself but counting duplicates. For N real points
/// i and M generated points j:
///
///     precision = share of j with d(i, j) <= r_3(i) for some i
///     recall    = share of i with d(i, j) <= r_3(j) for some j
///     density   = number of pairs with d(i, j) < r_5(i), over 5 M
///     coverage  = share of i with d(i, j) < r_5(i) for some j
///
/// Read all four together: the ball of a single real outlier can contain a whole set of noise.
/// Comparisons are exact, so ties count as written; more than k duplicates of a real point make a
/// ball of radius 0, which counts for precision but not for coverage. 10,000 against 10,000 points
/// take about 1 s on two cores; memory grows with N + M, not with N M.
/// Errors: k below 1 (UsageError); a set with no more points than the larger k, different
/// dimensions, a coordinate that is not finite.
Neighbourhoods neighbourhoods(const Eigen::Ref<const numerics::Points>& real,
                              const Eigen::Ref<const numerics::Points>& generated,
                              const NeighbourhoodOptions& options = {});

/// The same for any number of generated sets against one real set, whose radii are computed once.
class NeighbourhoodTest {
 public:
  explicit NeighbourhoodTest(const Eigen::Ref<const numerics::Points>& real,
                             const NeighbourhoodOptions& options = {});
  [[nodiscard]] Neighbourhoods score(const Eigen::Ref<const numerics::Points>& generated) const;

 private:
  NeighbourhoodOptions options_;
  numerics::Points real_;
  Eigen::MatrixXd squared_radii_;  ///< [real, larger k]
};

}  // namespace akin::metrics
