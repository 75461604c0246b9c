#include "akin/metrics/data_copying.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "akin/base/settings.h"
#include "akin/metrics/point_sets.h"
#include "akin/numerics/kmeans.h"

namespace akin::metrics {
namespace {

using numerics::Points;
using PointsView = Eigen::Ref<const Points>;

/// The points of each cell, in their order.
std::vector<Points> by_cell(const PointsView& points, const std::vector<std::int64_t>& assignment,
                            std::int64_t cells) {
  std::vector<std::vector<std::int64_t>> members(static_cast<std::size_t>(cells));
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    members[static_cast<std::size_t>(assignment[i])].push_back(static_cast<std::int64_t>(i));
  }
  std::vector<Points> parts;
  parts.reserve(members.size());
  for (const auto& rows : members) {
    parts.emplace_back(points(rows, Eigen::all));
  }
  return parts;
}

}  // namespace

double mann_whitney_z(const std::vector<float>& a, std::vector<float> b) {
  std::sort(b.begin(), b.end());
  std::int64_t twice_u = 0;
  for (const float x : a) {
    const auto [below, above] = std::equal_range(b.begin(), b.end(), x);
    twice_u += (below - b.begin()) + (above - b.begin());
  }
  const auto m = static_cast<double>(a.size());
  const auto n = static_cast<double>(b.size());
  const double u = static_cast<double>(twice_u) / 2;
  return (u - (n * m / 2 - 0.5)) / std::sqrt(n * m * (n + m + 1) / 12);
}

DataCopyingTest::DataCopyingTest(const PointsView& training, const PointsView& test,
                                 const DataCopyingOptions& options)
    : options_(options), test_count_(test.rows()) {
  require_in_range("cells", options.cells, {.low = 1});
  require_in_range("few_generated", options.few_generated, {.low = 0});
  check_point_sets("data_copying", training, test, 1);
  numerics::KMeans fitted = numerics::k_means(training, options.cells,
                                              {.seed = options.seed, .threads = options.threads});
  centroids_ = std::move(fitted.centroids);
  training_ = by_cell(training, fitted.assignment, options.cells);
  test_ = distances(test);
}

DataCopyingTest::Distances DataCopyingTest::distances(const PointsView& points) const {
  const auto assignment = numerics::nearest(points, centroids_, options_.threads).index;
  const std::vector<Points> parts = by_cell(points, assignment, options_.cells);
  Distances result(parts.size());
  for (std::size_t c = 0; c < parts.size(); ++c) {
    if (training_[c].rows() > 0) {  // repeated points may leave a cell empty
      result[c] = numerics::nearest(parts[c], training_[c], options_.threads).distance;
    }
  }
  return result;
}

DataCopying DataCopyingTest::score(const PointsView& generated) const {
  check_point_sets("data_copying", generated, centroids_, 1);
  const Distances of_generated = distances(generated);
  DataCopying result;
  double sum = 0;
  double squares = 0;
  for (std::size_t c = 0; c < of_generated.size(); ++c) {
    DataCopying::Cell cell{static_cast<std::int64_t>(test_[c].size()),
                           static_cast<std::int64_t>(of_generated[c].size()), std::nullopt};
    if (cell.generated > options_.few_generated && cell.test > 0) {
      const double mass = static_cast<double>(cell.test) / static_cast<double>(test_count_);
      cell.z = mann_whitney_z(of_generated[c], test_[c]);
      sum += mass * *cell.z;
      squares += mass * mass;
      result.test_mass += mass;
    }
    result.cells.push_back(cell);
  }
  if (result.test_mass > 0) {
    result.statistic = sum / result.test_mass;
    result.standard_error = std::sqrt(squares) / result.test_mass;
  }
  return result;
}

}  // namespace akin::metrics
