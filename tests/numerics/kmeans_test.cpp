#include "akin/numerics/kmeans.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

#include "support/error_of.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// Standard normals; seeded by the stream's name.
Points cloud(std::int64_t count, std::int64_t dimensions, const char* stream) {
  Points points(count, dimensions);
  Random(1, stream).fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  return points;
}

TEST(KMeans, ByHand) {
  // Two pairs far apart: whatever the start, the centroids are the pairs' means, and every point
  // is at distance 1 from its own.
  Points points(4, 2);
  points << 0, 0, 0, 2, 10, 0, 10, 2;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const KMeans found = k_means(points, 2, {.seed = seed});
    EXPECT_TRUE(found.converged);
    const auto left = found.assignment[0];
    EXPECT_EQ(found.assignment, std::vector<std::int64_t>({left, left, 1 - left, 1 - left}));
    EXPECT_EQ(found.centroids.row(left), Eigen::RowVector2f(0, 1));
    EXPECT_EQ(found.centroids.row(1 - left), Eigen::RowVector2f(10, 1));
    EXPECT_EQ(found.mean_squared_distance, 1);
  }
}

TEST(KMeans, OneClusterIsTheMean) {
  Points points(3, 1);
  points << 1, 2, 6;
  const KMeans found = k_means(points, 1);
  EXPECT_EQ(found.centroids(0, 0), 3);
  EXPECT_DOUBLE_EQ(found.mean_squared_distance, (4.0 + 1 + 9) / 3);
}

TEST(KMeans, AsManyClustersAsPointsTakesEveryPoint) {
  const Points points = cloud(20, 3, "points");
  const KMeans found = k_means(points, 20);
  EXPECT_EQ(found.mean_squared_distance, 0);
  EXPECT_EQ(std::set<std::int64_t>(found.assignment.begin(), found.assignment.end()).size(), 20U);
}

TEST(KMeans, FindsSeparateClouds) {
  // 30 clouds of 50 points, standard deviation 0.1, on a grid of step 10: k-means++ starts in each
  // but for a chance of some 1e-4, and then no centroid is off by more than a few 0.1/sqrt(50).
  Points points = 0.1F * cloud(1500, 2, "clouds");
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    const std::int64_t row = i % 30 / 5;
    points(i, 0) += 10 * static_cast<float>(i % 5);
    points(i, 1) += 10 * static_cast<float>(row);
  }
  const KMeans found = k_means(points, 30, {.seed = 3});
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.mean_squared_distance, 2 * 0.01, 0.002);
  for (std::int64_t k = 0; k < 30; ++k) {
    const Eigen::RowVectorXf at = found.centroids.row(k) / 10;
    EXPECT_NEAR((at - at.array().round().matrix()).norm(), 0, 0.01) << "centroid " << k;
  }
}

/// The mean squared distance of clusters by their definition, from the assignment alone.
double spread_within(const Points& points, const KMeans& found) {
  double sum = 0;
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    const auto k = found.assignment[static_cast<std::size_t>(i)];
    sum += static_cast<double>((points.row(i) - found.centroids.row(k)).squaredNorm());
  }
  return sum / static_cast<double>(points.rows());
}

TEST(KMeans, EveryIterationBringsTheCentroidsNearer) {
  const Points points = cloud(500, 4, "points");
  double before = std::numeric_limits<double>::infinity();
  for (std::int64_t iterations = 0; iterations < 12; ++iterations) {
    const KMeans found = k_means(points, 25, {.iterations = iterations});
    EXPECT_EQ(found.iterations, iterations);
    EXPECT_NEAR(found.mean_squared_distance, spread_within(points, found), 1e-5);
    EXPECT_LE(found.mean_squared_distance, before);
    before = found.mean_squared_distance;
  }
}

TEST(KMeans, StopsWhereNothingMoves) {
  const Points points = cloud(300, 2, "points");
  const KMeans found = k_means(points, 6);
  ASSERT_TRUE(found.converged);
  EXPECT_LT(found.iterations, 100);
  // A fixed point: each centroid is the mean of its own points.
  for (std::int64_t k = 0; k < 6; ++k) {
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(2);
    const auto count = std::count(found.assignment.begin(), found.assignment.end(), k);
    for (std::int64_t i = 0; i < points.rows(); ++i) {
      if (found.assignment[static_cast<std::size_t>(i)] == k) {
        sum += points.row(i).cast<double>();
      }
    }
    ASSERT_GT(count, 0);
    EXPECT_NEAR((sum / count - found.centroids.row(k).cast<double>()).norm(), 0, 1e-6);
  }
}

TEST(KMeans, IsTheSameOnAnyNumberOfThreadsAndDependsOnTheSeed) {
  const Points points = cloud(2000, 5, "points");
  const KMeans one = k_means(points, 40, {.iterations = 8, .seed = 7, .threads = 1});
  const KMeans three = k_means(points, 40, {.iterations = 8, .seed = 7, .threads = 3});
  EXPECT_EQ(one.centroids, three.centroids);
  EXPECT_EQ(one.assignment, three.assignment);
  EXPECT_NE(one.centroids, k_means(points, 40, {.iterations = 8, .seed = 8}).centroids);
}

TEST(KMeans, AnEmptyClusterMovesToTheFarthestPoint) {
  // All three points are nearest to the centroid at 0; of them 10 is the farthest from it.
  Points points(3, 1);
  points << 0, 1, 10;
  Points start(2, 1);
  start << 0, 100;
  const KMeans found = k_means_from(points, start);
  EXPECT_EQ(found.assignment, std::vector<std::int64_t>({0, 0, 1}));
  EXPECT_EQ(found.centroids(0, 0), 0.5F);
  EXPECT_EQ(found.centroids(1, 0), 10);
  EXPECT_DOUBLE_EQ(found.mean_squared_distance, (0.25 + 0.25) / 3);
}

TEST(KMeans, SeveralEmptyClustersMoveToSeveralPoints) {
  const Points points = cloud(100, 2, "points");
  Points start = Points::Constant(10, 2, 1e3F);
  start.row(0).setZero();
  const KMeans found = k_means_from(points, start);
  EXPECT_EQ(std::set<std::int64_t>(found.assignment.begin(), found.assignment.end()).size(), 10U);
}

TEST(KMeans, FewerDistinctPointsThanClustersEnds) {
  const Points points = Points::Constant(50, 3, 2.5F);
  const KMeans found = k_means(points, 4);
  EXPECT_TRUE(found.converged);
  EXPECT_EQ(found.mean_squared_distance, 0);
  EXPECT_EQ(found.centroids, Points::Constant(4, 3, 2.5F));
}

TEST(KMeans, NamesWhatIsWrong) {
  const Points points = cloud(3, 2, "points");
  EXPECT_THAT(error_of([&] { k_means(points, 4); }), HasSubstr("got 3 points for 4 clusters"));
  EXPECT_THAT(error_of<UsageError>([&] { k_means(points, 0); }), HasSubstr("got 0"));
  Points broken = points;
  broken(1, 1) = std::nanf("");
  EXPECT_THAT(error_of([&] { k_means(broken, 2); }), HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::numerics
