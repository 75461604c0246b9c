#include "akin/numerics/gaussian_mixture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;

Gaussian isotropic(const Eigen::VectorXd& mean, double deviation) {
  return Gaussian::from_factor(mean,
                               deviation * Eigen::MatrixXd::Identity(mean.size(), mean.size()));
}

/// A quarter around (-3, 0) with deviation 0.5, three quarters around (3, 1), correlated.
GaussianMixture two_clouds() {
  Eigen::MatrixXd covariance(2, 2);
  covariance << 1, 0.6, 0.6, 1;
  return {Eigen::Vector2d(1, 3),
          {isotropic(Eigen::Vector2d(-3, 0), 0.5), Gaussian(Eigen::Vector2d(3, 1), covariance)}};
}

Points draws(const GaussianMixture& mixture, std::int64_t count) {
  Random random(1, "draws");
  return mixture.draw(count, random);
}

TEST(GaussianMixture, LogDensityByHand) {
  const GaussianMixture line(Eigen::Vector2d(0.25, 0.75),
                             {isotropic(Eigen::VectorXd::Constant(1, 0.0), 1),
                              isotropic(Eigen::VectorXd::Constant(1, 2.0), 2)});
  Points x(1, 1);
  x << 2;
  const double peak = 1 / std::sqrt(2 * std::numbers::pi);
  const double density = 0.25 * peak * std::exp(-2.0) + 0.75 * peak / 2;
  EXPECT_NEAR(line.log_density(x)[0], std::log(density), 1e-12);
}

TEST(GaussianMixture, LogDensityIsFiniteFarAway) {
  Points far(1, 2);
  far << 1000, 0;  // densities underflow; the wide component alone counts
  const GaussianMixture mixture = two_clouds();
  EXPECT_NEAR(mixture.log_density(far)[0],
              std::log(0.75) + mixture.components()[1].log_density(far)[0], 1e-6);
}

TEST(GaussianMixture, WeightsAreShares) {
  EXPECT_EQ(two_clouds().weights(), Eigen::Vector2d(0.25, 0.75));
}

TEST(GaussianMixture, DrawsHaveItsSharesAndMoments) {
  const Points points = draws(two_clouds(), 20000);
  std::int64_t left = 0;
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    left += points(i, 0) < -1 ? 1 : 0;  // four deviations from either mean
  }
  EXPECT_NEAR(static_cast<double>(left) / 20000, 0.25, 0.015);  // five standard errors
  // E x = sum of w m = (1.5, 0.75).
  const Moments found = moments(points);
  EXPECT_NEAR(found.mean[0], 1.5, 0.1);
  EXPECT_NEAR(found.mean[1], 0.75, 0.05);
  // Var x = sum of w (s^2 + m^2) - (E x)^2 = 0.25 * 9.25 + 0.75 * 10 - 2.25.
  EXPECT_NEAR(found.covariance(0, 0), 7.5625, 0.2);
}

TEST(GaussianMixture, ComponentsOfNoWeightAreNeverDrawn) {
  const GaussianMixture mixture(Eigen::Vector3d(0, 1, 0),
                                {isotropic(Eigen::VectorXd::Constant(1, -50.0), 1),
                                 isotropic(Eigen::VectorXd::Constant(1, 0.0), 1),
                                 isotropic(Eigen::VectorXd::Constant(1, 50.0), 1)});
  EXPECT_LT(draws(mixture, 1000).cwiseAbs().maxCoeff(), 10);
  EXPECT_TRUE(mixture.log_density(draws(mixture, 10)).allFinite());
}

TEST(GaussianMixture, IsKeptByItsParameters) {
  const GaussianMixture mixture = two_clouds();
  const MixtureParameters parameters = mixture.parameters();
  EXPECT_EQ(parameters.means.row(1), Eigen::RowVector2d(3, 1));
  EXPECT_EQ(parameters.factors.rows(), 4);
  EXPECT_EQ(parameters.factors(2, 0), 1);
  EXPECT_EQ(parameters.factors(3, 0), 0.6);
  EXPECT_DOUBLE_EQ(parameters.factors(3, 1), 0.8);
  const GaussianMixture again(parameters);
  EXPECT_EQ(draws(again, 100), draws(mixture, 100));
}

TEST(GaussianMixture, NamesWhatIsWrong) {
  const Gaussian line = isotropic(Eigen::VectorXd::Zero(1), 1);
  const Gaussian plane = isotropic(Eigen::VectorXd::Zero(2), 1);
  EXPECT_THAT(error_of([&] { GaussianMixture(Eigen::VectorXd::Ones(2), {line}); }),
              HasSubstr("got 2 and 1"));
  EXPECT_THAT(error_of([&] { GaussianMixture(Eigen::VectorXd(), {}); }), HasSubstr("got 0 and 0"));
  EXPECT_THAT(error_of([&] {
                GaussianMixture(Eigen::VectorXd::Ones(2), {line, plane});
              }),
              HasSubstr("got 1 and 2"));
  EXPECT_THAT(error_of([&] {
                GaussianMixture(Eigen::Vector2d(2, -1), {line, line});
              }),
              HasSubstr("weights"));
  EXPECT_THAT(error_of([&] { GaussianMixture(Eigen::VectorXd::Zero(1), {line}); }),
              HasSubstr("weights"));
  MixtureParameters parameters = two_clouds().parameters();
  parameters.factors.conservativeResize(3, 2);
  EXPECT_THAT(error_of([&] { GaussianMixture{parameters}; }), HasSubstr("got [3, 2]"));
}

}  // namespace
}  // namespace akin::numerics
