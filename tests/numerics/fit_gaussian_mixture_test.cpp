#include "akin/numerics/fit_gaussian_mixture.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// Standard normals; seeded by the stream's name.
Points normal_points(std::int64_t count, std::int64_t dimensions, const char* stream) {
  Points points(count, dimensions);
  Random(1, stream).fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  return points;
}

/// A quarter of the points around (-3, 0), deviation 0.5, the others around (3, 1), deviation 1.
Points two_heaps(std::int64_t count) {
  Points points = normal_points(count, 2, "heaps");
  for (std::int64_t i = 0; i < count; ++i) {
    if (i % 4 == 0) {
      points.row(i) = 0.5F * points.row(i) + Eigen::RowVector2f(-3, 0);
    } else {
      points.row(i) += Eigen::RowVector2f(3, 1);
    }
  }
  return points;
}

void expect_never_falls(const MixtureFit& fit) {
  ASSERT_GT(fit.log_likelihood.size(), 1U);
  for (std::size_t i = 1; i < fit.log_likelihood.size(); ++i) {
    EXPECT_GE(fit.log_likelihood[i], fit.log_likelihood[i - 1] - 1e-10) << "iteration " << i;
  }
}

TEST(FitGaussianMixture, OneComponentIsTheGaussianOfMaximumLikelihood) {
  const Points points = two_heaps(500);
  const MixtureFit fit = fit_gaussian_mixture(points, {.components = 1});
  const Moments expected = moments(points);
  const Gaussian& found = fit.mixture.components()[0];
  EXPECT_NEAR((found.mean() - expected.mean).norm(), 0, 1e-9);
  // Maximum likelihood divides by the count, not by one less.
  EXPECT_NEAR((found.covariance() - expected.covariance * 499 / 500).norm(), 0, 1e-9);
  EXPECT_NEAR(fit.log_likelihood.back(), fit.mixture.log_density(points).mean(), 1e-9);
  EXPECT_TRUE(fit.converged);
}

// The definition, point by point: responsibilities, then weighted means and covariances.
TEST(FitGaussianMixture, OneIterationFollowsTheDefinition) {
  const Points points = two_heaps(1200);
  const MixtureOptions options{.components = 3, .iterations = 0, .tolerance = 0};
  const MixtureFit before = fit_gaussian_mixture(points, options);
  const MixtureFit after =
      fit_gaussian_mixture(points, {.components = 3, .iterations = 1, .tolerance = 0});
  const Eigen::MatrixXd x = points.cast<double>().transpose();
  Eigen::MatrixXd joint = before.mixture.log_joint_of_columns(x).array().exp();
  const Eigen::RowVectorXd totals = joint.colwise().sum();
  for (std::int64_t k = 0; k < 3; ++k) {
    const Eigen::RowVectorXd r = joint.row(k).array() / totals.array();
    const Eigen::VectorXd mean = x * r.transpose() / r.sum();
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(2, 2);
    for (std::int64_t i = 0; i < x.cols(); ++i) {
      covariance += r[i] / r.sum() * (x.col(i) - mean) * (x.col(i) - mean).transpose();
    }
    const Gaussian& found = after.mixture.components()[static_cast<std::size_t>(k)];
    EXPECT_NEAR(after.mixture.weights()[k], r.mean(), 1e-12);
    EXPECT_NEAR((found.mean() - mean).norm(), 0, 1e-10);
    EXPECT_NEAR((found.covariance() - covariance).norm(), 0, 1e-10);
  }
}

TEST(FitGaussianMixture, FindsTheCloudsThatThePointsWereDrawnFrom) {
  const MixtureFit fit = fit_gaussian_mixture(two_heaps(8000), {.components = 2});
  const auto& components = fit.mixture.components();
  const std::size_t left = components[0].mean()[0] < components[1].mean()[0] ? 0 : 1;
  EXPECT_NEAR(fit.mixture.weights()[static_cast<Eigen::Index>(left)], 0.25, 0.005);
  EXPECT_NEAR((components[left].mean() - Eigen::Vector2d(-3, 0)).norm(), 0, 0.05);
  EXPECT_NEAR((components[1 - left].mean() - Eigen::Vector2d(3, 1)).norm(), 0, 0.05);
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(2, 2);
  EXPECT_NEAR((components[left].covariance() - 0.25 * identity).norm(), 0, 0.04);
  EXPECT_NEAR((components[1 - left].covariance() - identity).norm(), 0, 0.08);
  expect_never_falls(fit);
}

TEST(FitGaussianMixture, TheLikelihoodNeverFalls) {
  const MixtureFit fit = fit_gaussian_mixture(normal_points(600, 5, "points"),
                                              {.components = 8, .iterations = 60, .tolerance = 0});
  EXPECT_GT(fit.log_likelihood.size(), 20U);
  EXPECT_GT(fit.log_likelihood.back(), fit.log_likelihood.front());
  expect_never_falls(fit);
}

// Points on a line in three dimensions: every covariance is singular but for the floor.
TEST(FitGaussianMixture, TheFloorHoldsWhereThePointsLieFlat) {
  const Points line = normal_points(300, 1, "line") * Eigen::RowVector3f(1, 1, 1);
  const MixtureFit fit = fit_gaussian_mixture(line, {.components = 3, .floor = 0.01});
  expect_never_falls(fit);
  const Eigen::MatrixXd x = line.cast<double>();
  const double variance = (x.array() - x.mean()).square().mean();
  for (const Gaussian& component : fit.mixture.components()) {
    // Two directions at the floor: the determinant is floor^2 times the third variance.
    const Eigen::MatrixXd covariance = component.covariance();
    const double floor = 0.01 * variance;
    const double along = covariance.trace() - 2 * floor;
    EXPECT_NEAR(covariance.determinant() / (floor * floor * along), 1, 1e-6);
  }
}

TEST(FitGaussianMixture, SurvivesPointsThatNeverVary) {
  const MixtureFit fit = fit_gaussian_mixture(Points::Constant(40, 2, 3.0F), {.components = 4});
  expect_never_falls(fit);
  Random random(1, "draws");
  EXPECT_NEAR((fit.mixture.draw(10, random).array() - 3).abs().maxCoeff(), 0, 1e-4);
}

TEST(FitGaussianMixture, IsAFunctionOfTheSeed) {
  const Points points = normal_points(500, 3, "points");
  const auto means = [&](std::uint64_t seed) {
    return fit_gaussian_mixture(points, {.components = 6, .iterations = 5, .seed = seed})
        .mixture.parameters()
        .means;
  };
  EXPECT_EQ(means(1), means(1));
  EXPECT_NE(means(1), means(2));
}

TEST(FitGaussianMixture, IsTheSameOnAnyNumberOfThreads) {
  const Points points = normal_points(1500, 3, "points");
  const MixtureFit one = fit_gaussian_mixture(points, {.components = 5, .threads = 1});
  const MixtureFit three = fit_gaussian_mixture(points, {.components = 5, .threads = 3});
  EXPECT_EQ(one.mixture.parameters().factors, three.mixture.parameters().factors);
  EXPECT_EQ(one.log_likelihood, three.log_likelihood);
}

TEST(FitGaussianMixture, NamesWhatIsWrong) {
  const Points points = normal_points(3, 2, "points");
  const auto fit = [&](const MixtureOptions& options) {
    return error_of([&] { fit_gaussian_mixture(points, options); });
  };
  EXPECT_THAT(fit({.components = 4}), HasSubstr("got 3 points of 2 dimensions for 4 components"));
  EXPECT_THAT(fit({.components = 0}), HasSubstr("[components]"));
  EXPECT_THAT(fit({.components = 1, .floor = -1}), HasSubstr("[floor]"));
  EXPECT_THAT(error_of([] {
                fit_gaussian_mixture(Points::Constant(5, 2, std::nanf("")), {.components = 2});
              }),
              HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::numerics
