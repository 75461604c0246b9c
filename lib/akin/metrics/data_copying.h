#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct DataCopyingOptions {
  std::int64_t cells = 50;
  std::int64_t few_generated = 20;  ///< a cell counts that has more generated points than so many
  std::uint64_t seed = 0;           ///< of the k-means start
  int threads = 0;  ///< 0 for as many as there are cores; the result is the same for any number
};

struct DataCopying {
  struct Cell {
    std::int64_t test = 0;
    std::int64_t generated = 0;
    std::optional<double> z;  ///< of a cell that counts
  };

  /// C_T; none where no cell counts.
  std::optional<double> statistic;
  double test_mass = 0;  ///< share of the test points that lie in cells that count
  std::vector<Cell> cells;
};

/// The data-copying test of Meehan, Chaudhuri & Dasgupta 2020. k-means cuts space into cells,
/// fitted on the training set; L(x) is the distance from x to the nearest training point in x's
/// cell. In each cell Z compares L of the generated with L of the test points (`mann_whitney_z`),
/// and C_T is the mean of Z over the cells that count, weighted by their shares of the test points.
/// Far below 0: copies; far above: underfitted. Of points drawn alike it is about 0, with a
/// standard deviation of about 1 / sqrt(cells), 0.15 for 50; real data of another origin are not at
/// 0, so read it as its difference from the control's. Cells count that hold more than
/// `few_generated` generated points, a test point and a training point.
///
/// Fitted once, scores any number of generated sets.
class DataCopyingTest {
 public:
  /// Errors: options out of range (UsageError); fewer training points than cells, no test point,
  /// other dimensions, a coordinate that is not finite.
  DataCopyingTest(const Eigen::Ref<const numerics::Points>& training,
                  const Eigen::Ref<const numerics::Points>& test,
                  const DataCopyingOptions& options = {});

  /// Errors: no point, other dimensions, a coordinate that is not finite.
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
