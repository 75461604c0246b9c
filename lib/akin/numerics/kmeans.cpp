#include "akin/numerics/kmeans.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"

namespace akin::numerics {
namespace {

using PointsView = Eigen::Ref<const Points>;

/// Draws an index in proportion to `weights`; uniformly if all are zero.
std::int64_t draw_in_proportion(const Eigen::VectorXf& weights, Random& random) {
  const double total = weights.cast<double>().sum();
  if (!(total > 0)) {
    return random.below(weights.size());
  }
  const double threshold = random.uniform() * total;
  double sum = 0;
  std::int64_t last = 0;
  for (std::int64_t i = 0; i < weights.size() && sum <= threshold; ++i) {
    if (weights[i] > 0) {
      sum += static_cast<double>(weights[i]);
      last = i;
    }
  }
  return last;
}

Points plus_plus_start(const PointsView& points, std::int64_t clusters, std::uint64_t seed) {
  Random random(seed, "k-means");
  Points centroids(clusters, points.cols());
  Eigen::VectorXf squared =
      Eigen::VectorXf::Constant(points.rows(), std::numeric_limits<float>::max());
  centroids.row(0) = points.row(random.below(points.rows()));
  for (std::int64_t k = 1; k < clusters; ++k) {
    squared = squared.cwiseMin((points.rowwise() - centroids.row(k - 1)).rowwise().squaredNorm());
    centroids.row(k) = points.row(draw_in_proportion(squared, random));
  }
  return centroids;
}

/// Assigns to each empty cluster the point farthest from its centroid whose cluster keeps another
/// point. Points at their centroid stay: moving them gains nothing.
void refill_empty(Neighbours& nearest_centroids, std::vector<std::int64_t>& counts) {
  auto& assignment = nearest_centroids.index;
  const auto& distance = nearest_centroids.distance;
  auto empty = std::find(counts.begin(), counts.end(), 0);
  if (empty == counts.end()) {
    return;
  }
  std::vector<std::size_t> farthest_first(assignment.size());
  std::iota(farthest_first.begin(), farthest_first.end(), 0);
  std::stable_sort(farthest_first.begin(), farthest_first.end(),
                   [&](std::size_t a, std::size_t b) { return distance[a] > distance[b]; });
  for (const std::size_t i : farthest_first) {
    std::int64_t& donor = counts[static_cast<std::size_t>(assignment[i])];
    if (empty == counts.end() || !(distance[i] > 0)) {
      return;
    }
    if (donor > 1) {
      --donor;
      *empty = 1;
      assignment[i] = empty - counts.begin();
      empty = std::find(empty, counts.end(), 0);
    }
  }
}

/// The mean of each cluster, summed in double; an empty one keeps its centroid.
void move_to_means(const PointsView& points, Neighbours& nearest_centroids, Points& centroids) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(centroids.rows()));
  for (const std::int64_t k : nearest_centroids.index) {
    ++counts[static_cast<std::size_t>(k)];
  }
  refill_empty(nearest_centroids, counts);
  using Sums = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Sums sums = Sums::Zero(centroids.rows(), centroids.cols());
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    sums.row(nearest_centroids.index[static_cast<std::size_t>(i)]) += points.row(i).cast<double>();
  }
  for (std::int64_t k = 0; k < centroids.rows(); ++k) {
    if (const std::int64_t count = counts[static_cast<std::size_t>(k)]; count > 0) {
      centroids.row(k) = (sums.row(k) / static_cast<double>(count)).cast<float>();
    }
  }
}

double mean_square(const std::vector<float>& distances) {
  double sum = 0;
  for (const float distance : distances) {
    sum += static_cast<double>(distance) * static_cast<double>(distance);
  }
  return sum / static_cast<double>(distances.size());
}

void check_k_means(const PointsView& points, std::int64_t clusters) {
  require<UsageError>(clusters >= 1, "[k_means] expected one cluster or more, got {}", clusters);
  require(points.rows() >= clusters,
          "[k_means] expected at least as many points as clusters, got {} points for {} clusters; "
          "ask for fewer clusters",
          points.rows(), clusters);
  require(points.allFinite(), "[k_means] expected finite points, got infinite ones or NaN");
}

}  // namespace

KMeans k_means(const PointsView& points, std::int64_t clusters, const KMeansOptions& options) {
  check_k_means(points, clusters);
  return k_means_from(points, plus_plus_start(points, clusters, options.seed), options);
}

KMeans k_means_from(const PointsView& points, Points centroids, const KMeansOptions& options) {
  check_k_means(points, centroids.rows());
  KMeans result;
  result.centroids = std::move(centroids);
  Neighbours found = nearest(points, result.centroids, options.threads);
  while (!result.converged && result.iterations < options.iterations) {
    move_to_means(points, found, result.centroids);
    ++result.iterations;
    Neighbours moved = nearest(points, result.centroids, options.threads);
    result.converged = moved.index == found.index;
    found = std::move(moved);
  }
  result.mean_squared_distance = mean_square(found.distance);
  result.assignment = std::move(found.index);
  return result;
}

}  // namespace akin::numerics
