#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

/// The Mann-Whitney U test (Mann & Whitney 1947) as a z-score: with U the number of pairs (a, b)
/// with a > b, ties counting one half, of m numbers a and n numbers b, both at least one,
///
///     (U - (n m / 2 - 1 / 2)) / sqrt(n m (n + m + 1) / 12),
///
/// which is about standard normal for equal distributions and positive if a's are larger. The shift
/// by one half is that of Meehan et al. 2020. O(n log n).
double mann_whitney_z(const std::vector<float>& a, std::vector<float> b);

struct DataCopyingOptions {
  std::int64_t cells = 50;
  std::int64_t few_generated = 20;  ///< a cell counts if it has more generated points than this
  std::uint64_t seed = 0;           ///< of the k-means initialisation
  int threads = 0;                  ///< 0: all cores; the result does not depend on the number
};

struct DataCopying {
  struct Cell {
    std::int64_t test = 0;
    std::int64_t generated = 0;
    std::optional<double> z;  ///< none if the cell does not count
  };

  /// C_T; none if no cell counts.
  std::optional<double> statistic;
  double standard_error = 0;  ///< of C_T for equal distributions, at most: sqrt(sum P^2) / sum P
  double test_mass = 0;       ///< share of the test points in cells that count
  std::vector<Cell> cells;
};

/// The data-copying test of Meehan, Chaudhuri & Dasgupta 2020 ("A non-parametric test to detect
/// data-copying in generative models"). k-means on the training set partitions the space into
/// cells; L(x) is the distance from x to the nearest training point in x's cell. In each cell, z
/// compares L of the generated points with L of the test points (`mann_whitney_z`); C_T is the mean
/// of z over the cells that count, weighted by their shares of the test points. Far below 0: the
/// model copies; far above 0: it underfits. For equal distributions C_T is about 0 with a standard
/// deviation of about 1 / sqrt(cells), 0.15 for 50 cells; real data from another source are not at
/// 0, so compare it with the control's. A cell counts if it holds more than `few_generated`
/// generated points, a test point and a training point.
///
/// Fitted once, scores any number of generated sets.
class DataCopyingTest {
 public:
  /// Errors: options out of range (UsageError); fewer training points than cells, no test points,
  /// different dimensions, a coordinate that is not finite.
  DataCopyingTest(const Eigen::Ref<const numerics::Points>& training,
                  const Eigen::Ref<const numerics::Points>& test,
                  const DataCopyingOptions& options = {});

  /// Errors: no points, different dimensions, a coordinate that is not finite.
  [[nodiscard]] DataCopying score(const Eigen::Ref<const numerics::Points>& generated) const;

  [[nodiscard]] const numerics::Points& centroids() const { return centroids_; }

 private:
  using Distances = std::vector<std::vector<float>>;  ///< [cells][points in it]
  [[nodiscard]] Distances distances(const Eigen::Ref<const numerics::Points>& points) const;

  DataCopyingOptions options_;
  numerics::Points centroids_;              ///< [cells, dimensions]
  std::vector<numerics::Points> training_;  ///< by cell
  Distances test_;                          ///< L of the test points
  std::int64_t test_count_ = 0;
};

}  // namespace akin::metrics
