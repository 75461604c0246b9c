#include "akin/numerics/pca.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"
#include "akin/numerics/gaussian.h"

#include "support/error_of.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// Four points around (10, 20): +-(3, 4) along (0.6, 0.8), and +-(4, -3) / 5 across it.
Points cross() {
  Points points(4, 2);
  points << 13, 24, 7, 16, 10.8F, 19.4F, 9.2F, 20.6F;
  return points;
}

/// mean + y directions^T, in the original dimensions.
Points back_projected(const PrincipalComponents& pca, const Points& projected) {
  return ((projected.cast<double>() * pca.directions.transpose()).rowwise() + pca.mean.transpose())
      .cast<float>();
}

TEST(PrincipalComponents, ByHand) {
  const PrincipalComponents pca = principal_components(cross(), 2);
  EXPECT_NEAR((pca.mean - Eigen::Vector2d(10, 20)).norm(), 0, 1e-6);
  EXPECT_NEAR((pca.directions.col(0) - Eigen::Vector2d(0.6, 0.8)).norm(), 0, 1e-6);
  EXPECT_NEAR((pca.directions.col(1) - Eigen::Vector2d(0.8, -0.6)).norm(), 0, 1e-6);
  // Squares of 5, 5, 0, 0 and of 0, 0, 1, 1 over three.
  EXPECT_NEAR(pca.variances[0], 50.0 / 3, 1e-5);
  EXPECT_NEAR(pca.variances[1], 2.0 / 3, 1e-5);
  EXPECT_NEAR(pca.total_variance, 52.0 / 3, 1e-5);
  EXPECT_EQ(pca.explained_variance(), 1);
}

TEST(PrincipalComponents, ProjectAndBack) {
  const PrincipalComponents pca = principal_components(cross(), 1);
  const Points projected = pca.project(cross());
  EXPECT_NEAR((projected.col(0) - Eigen::Vector4f(5, -5, 0, 0)).norm(), 0, 1e-5);
  EXPECT_NEAR(pca.explained_variance(), 50.0 / 52, 1e-6);
  const Points back = back_projected(pca, projected);
  Points expected(4, 2);
  expected << 13, 24, 7, 16, 10, 20, 10, 20;
  EXPECT_NEAR((back - expected).norm(), 0, 1e-5);
}

/// 2100 points of six dimensions, more than two blocks; correlated by a fixed mixing.
Points correlated_points() {
  Points points(2100, 6);
  Random(1, "points").fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  for (std::int64_t k = 1; k < 6; ++k) {
    points.col(k) += 0.7F * points.col(k - 1);
  }
  return points;
}

TEST(PrincipalComponents, AllOfThemLoseNothing) {
  const Points points = correlated_points();
  const PrincipalComponents pca = principal_components(points, 6);
  EXPECT_NEAR((back_projected(pca, pca.project(points)) - points).cwiseAbs().maxCoeff(), 0, 1e-5);
  EXPECT_NEAR(
      (pca.directions.transpose() * pca.directions - Eigen::MatrixXd::Identity(6, 6)).norm(), 0,
      1e-12);
}

TEST(PrincipalComponents, ProjectionsAreUncorrelatedAndFallInVariance) {
  const Points points = correlated_points();
  const PrincipalComponents pca = principal_components(points, 4);
  const Eigen::MatrixXd y = pca.project(points).cast<double>();
  const Eigen::MatrixXd covariance = y.transpose() * y / 2099;
  EXPECT_NEAR((covariance - Eigen::MatrixXd(pca.variances.asDiagonal())).norm(), 0, 1e-4);
  for (std::int64_t k = 1; k < 4; ++k) {
    EXPECT_GT(pca.variances[k - 1], pca.variances[k]);
  }
}

// What is not explained is exactly what the back-projection loses.
TEST(PrincipalComponents, ExplainedVarianceIsWhatTheReconstructionKeeps) {
  const Points points = correlated_points();
  const PrincipalComponents pca = principal_components(points, 3);
  const Eigen::MatrixXd lost = (back_projected(pca, pca.project(points)) - points).cast<double>();
  EXPECT_NEAR(lost.squaredNorm() / 2099, pca.total_variance * (1 - pca.explained_variance()), 1e-4);
}

TEST(PrincipalComponents, TheLargestCoefficientIsPositive) {
  for (const float sign : {1.0F, -1.0F}) {
    const Points points = sign * correlated_points();
    const Eigen::MatrixXd directions = principal_components(points, 6).directions;
    for (std::int64_t k = 0; k < 6; ++k) {
      EXPECT_EQ(directions.col(k).maxCoeff(), directions.col(k).cwiseAbs().maxCoeff());
    }
  }
  // Equal magnitudes: the first is positive.
  Points diagonal(2, 2);
  diagonal << 1, -1, -1, 1;
  EXPECT_GT(principal_components(diagonal, 1).directions(0, 0), 0);
}

TEST(PrincipalComponents, PointsThatNeverVaryAreTheirMean) {
  const PrincipalComponents pca = principal_components(Points::Constant(5, 3, 2), 2);
  EXPECT_EQ(pca.explained_variance(), 1);
  EXPECT_EQ(pca.variances, Eigen::Vector2d(0, 0));
  EXPECT_EQ(pca.project(Points::Constant(1, 3, 2)), Points::Zero(1, 2));
}

// Variances of 100, 81, 64, ... along the axes, spread over 1,100 dimensions by a reflection.
TEST(PrincipalComponents, OfManyDimensionsAreThoseOfLargestVariance) {
  constexpr std::int64_t d = 1100;
  Points points(400, d);
  Random(1, "points").fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  for (std::int64_t k = 0; k < d; ++k) {
    points.col(k) *= k < 10 ? 10.0F - static_cast<float>(k) : 0.1F;
  }
  const Eigen::VectorXf ones = Eigen::VectorXf::Ones(d);
  points -= 2.0F / d * (points * ones) * ones.transpose();
  points.rowwise() += ones.transpose();
  const PrincipalComponents pca = principal_components(points, 8);
  const Moments all = moments(points);
  EXPECT_NEAR(pca.total_variance, all.covariance.trace(), 1e-6 * pca.total_variance);
  EXPECT_NEAR((pca.mean - all.mean).norm(), 0, 1e-9);
  EXPECT_NEAR(
      (pca.directions.transpose() * pca.directions - Eigen::MatrixXd::Identity(8, 8)).norm(), 0,
      1e-9);
  for (std::int64_t k = 0; k < 8; ++k) {  // C v = variance v
    const Eigen::VectorXd direction = pca.directions.col(k);
    const Eigen::VectorXd image = all.covariance * direction;
    EXPECT_NEAR((image - pca.variances[k] * direction).norm(), 0, 1e-3 * pca.variances[k]) << k;
  }
  EXPECT_TRUE(std::is_sorted(pca.variances.begin(), pca.variances.end(), std::greater()));
  EXPECT_EQ(principal_components(Points::Constant(5, d, 2), 2).variances, Eigen::Vector2d(0, 0));
  EXPECT_THAT(error_of([&] { principal_components(points.topRows(1), 1); }), HasSubstr("got 1"));
}

TEST(PrincipalComponents, NameWhatIsWrong) {
  EXPECT_THAT(error_of<UsageError>([] { principal_components(cross(), 3); }),
              HasSubstr("expected 1 to 2 components"));
  EXPECT_THAT(error_of<UsageError>([] { principal_components(cross(), 0); }), HasSubstr("got 0"));
  EXPECT_THAT(error_of([] { principal_components(Points::Zero(1, 2), 1); }), HasSubstr("got 1"));
  const PrincipalComponents pca = principal_components(cross(), 1);
  EXPECT_THAT(error_of([&] { (void)pca.project(Points::Zero(2, 3)); }), HasSubstr("got 3"));
}

}  // namespace
}  // namespace akin::numerics
