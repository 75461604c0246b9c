#include "akin/numerics/gaussian.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// Positive definite, determinant 3 * 8 - 4 = 20.
Eigen::MatrixXd correlated() {
  Eigen::MatrixXd covariance(2, 2);
  covariance << 3, 2, 2, 8;
  return covariance;
}

TEST(Moments, ByHand) {
  Points points(4, 2);
  points << 0, 0, 2, 0, 0, 4, 2, 4;
  const Moments found = moments(points);
  EXPECT_EQ(found.mean, Eigen::Vector2d(1, 2));
  // Deviations are all (+-1, +-2): sums of squares 4 and 16, of products 0; divided by 3.
  EXPECT_DOUBLE_EQ(found.covariance(0, 0), 4.0 / 3);
  EXPECT_DOUBLE_EQ(found.covariance(1, 1), 16.0 / 3);
  EXPECT_EQ(found.covariance(0, 1), 0);
  EXPECT_EQ(found.covariance(1, 0), 0);
}

TEST(Moments, FollowTheDefinitionOverManyBlocks) {
  Points points(2500, 3);
  Random(1, "points").fill_normal({points.data(), 7500});
  points.col(2) += points.col(0);
  const Moments found = moments(points);
  const Eigen::MatrixXd x = points.cast<double>();
  const Eigen::RowVectorXd mean = x.colwise().sum() / 2500;
  const Eigen::MatrixXd deviations = x.rowwise() - mean;
  EXPECT_NEAR((found.mean.transpose() - mean).norm(), 0, 1e-12);
  const Eigen::MatrixXd expected = deviations.transpose() * deviations / 2499;
  EXPECT_NEAR((found.covariance - expected).norm(), 0, 1e-12);
  EXPECT_GT(expected(2, 0), 0.9);  // so that the off-diagonal is tested too
}

TEST(Moments, AreExactFarFromTheOrigin) {
  Points points(2, 1);
  points << 16777214, 16777216;  // neighbours as floats; their squares need 49 bits
  EXPECT_EQ(moments(points).mean[0], 16777215);
  EXPECT_EQ(moments(points).covariance(0, 0), 2);
}

TEST(Moments, NameWhatIsWrong) {
  EXPECT_THAT(error_of([] { moments(Points::Zero(1, 2)); }), HasSubstr("got 1"));
  EXPECT_THAT(error_of([] { moments(Points::Constant(3, 2, std::nanf(""))); }),
              HasSubstr("finite"));
}

TEST(Gaussian, LogDensityByHand) {
  // In one dimension: -((x - 1) / 2)^2 / 2 - log 2 - log(2 pi) / 2.
  const Gaussian line(Eigen::VectorXd::Constant(1, 1.0), Eigen::MatrixXd::Constant(1, 1, 4.0));
  Points x(2, 1);
  x << 1, 5;
  const double peak = -std::log(2) - 0.5 * std::log(2 * std::numbers::pi);
  EXPECT_DOUBLE_EQ(line.log_density(x)[0], peak);
  EXPECT_DOUBLE_EQ(line.log_density(x)[1], peak - 2);

  // In two: the inverse of [[3, 2], [2, 8]] is [[8, -2], [-2, 3]] / 20, so that at (1, 1) from
  // the mean the exponent is -(8 - 4 + 3) / 40.
  const Gaussian plane(Eigen::Vector2d(-1, 2), correlated());
  Points y(1, 2);
  y << 0, 3;
  EXPECT_NEAR(plane.log_density(y)[0],
              -std::log(2 * std::numbers::pi) - 0.5 * std::log(20.0) - 7.0 / 40, 1e-12);
}

TEST(Gaussian, LogDensityIsOnePerPointOverManyBlocks) {
  const Gaussian plane(Eigen::Vector2d(0, 0), correlated());
  Points points(2100, 2);
  Random(1, "points").fill_normal({points.data(), 4200});
  const Eigen::VectorXd all = plane.log_density(points);
  ASSERT_EQ(all.size(), 2100);
  for (const std::int64_t i : {0, 1023, 1024, 2099}) {
    EXPECT_NEAR(all[i], plane.log_density(points.row(i))[0], 1e-12);
  }
}

TEST(Gaussian, DrawsHaveItsMoments) {
  const Gaussian plane(Eigen::Vector2d(-1, 2), correlated());
  Random random(1, "draw");
  const Moments found = moments(plane.draw(40000, random));
  // Standard errors: of a mean sqrt(8 / 40000) = 0.014, of a variance 8 sqrt(2 / 40000) = 0.057.
  EXPECT_NEAR((found.mean - plane.mean()).norm(), 0, 0.06);
  EXPECT_NEAR((found.covariance - correlated()).norm(), 0, 0.25);
}

TEST(Gaussian, DrawsAreAFunctionOfTheSeed) {
  const Gaussian plane(Eigen::Vector2d(-1, 2), correlated());
  Random a(1, "draw");
  Random b(1, "draw");
  const Points first = plane.draw(5, a);
  EXPECT_EQ(first, plane.draw(5, b));
  EXPECT_NE(first, plane.draw(5, a));
  EXPECT_EQ(plane.draw(0, a).rows(), 0);
}

TEST(Gaussian, TheFactorIsEnoughToKeep) {
  const Gaussian plane(Eigen::Vector2d(-1, 2), correlated());
  EXPECT_NEAR((plane.covariance() - correlated()).norm(), 0, 1e-12);
  Eigen::MatrixXd factor = plane.factor();
  EXPECT_EQ(factor(0, 1), 0);
  factor(0, 1) = 7;  // above the diagonal: ignored
  const Gaussian again = Gaussian::from_factor(plane.mean(), factor);
  EXPECT_EQ(again.mean(), plane.mean());
  EXPECT_EQ(again.factor(), plane.factor());
}

TEST(Gaussian, NamesWhatIsWrong) {
  const Eigen::VectorXd mean = Eigen::VectorXd::Zero(2);
  EXPECT_THAT(error_of([&] { Gaussian(mean, Eigen::MatrixXd::Identity(3, 3)); }),
              HasSubstr("got [2] and [3, 3]"));
  EXPECT_THAT(error_of([&] { Gaussian(mean, Eigen::MatrixXd::Constant(2, 2, 1) * -1); }),
              HasSubstr("positive definite"));
  Eigen::MatrixXd skewed = correlated();
  skewed(0, 1) = 1;
  EXPECT_THAT(error_of([&] { Gaussian(mean, skewed); }), HasSubstr("symmetric"));
  EXPECT_THAT(error_of([&] { Gaussian(mean, correlated() * NAN); }), HasSubstr("finite"));
  EXPECT_THAT(error_of([&] { Gaussian::from_factor(mean, Eigen::MatrixXd::Zero(2, 2)); }),
              HasSubstr("got 0"));
  const Gaussian plane(mean, correlated());
  EXPECT_THAT(error_of([&] { (void)plane.log_density(Points::Zero(1, 3)); }),
              HasSubstr("of 2 dimensions, got 3"));
}

}  // namespace
}  // namespace akin::numerics
