#include "akin/metrics/frechet.h"

#include <cmath>

#include <gmock/gmock.h>

#include <Eigen/QR>
#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/points.h"

namespace akin::metrics {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using numerics::Moments;
using testing::HasSubstr;
using tests::error_of;

Moments on_line(double mean, double variance) {
  return {VectorXd::Constant(1, mean), MatrixXd::Constant(1, 1, variance)};
}

/// An orthonormal basis that no axis lies in.
MatrixXd rotation(std::int64_t dimensions) {
  const numerics::Points random = tests::normal_points(dimensions, dimensions, "rotation");
  return random.cast<double>().householderQr().householderQ();
}

Moments rotated(const Moments& moments) {
  const MatrixXd basis = rotation(moments.mean.size());
  return {basis * moments.mean, basis * moments.covariance * basis.transpose()};
}

// In one dimension (mean - mean)^2 + (sd - sd)^2.
TEST(FrechetDistance, OnALine) {
  EXPECT_DOUBLE_EQ(frechet_distance(on_line(1, 4), on_line(4, 25)), 9 + 9);
  EXPECT_DOUBLE_EQ(frechet_distance(on_line(0, 4), on_line(0, 4)), 0);
  EXPECT_DOUBLE_EQ(frechet_distance(on_line(0, 0), on_line(2, 9)), 4 + 9);
  EXPECT_DOUBLE_EQ(frechet_distance(on_line(1, 0), on_line(1, 0)), 0);
}

// With common axes, the sum of what it is along each: 1 + 4 + 0 + 1, and 9 of the means.
TEST(FrechetDistance, OfDiagonalCovariancesAndTheirRotations) {
  const Moments a{Eigen::Vector4d(1, 2, 3, 4), Eigen::Vector4d(1, 9, 4, 0).asDiagonal()};
  const Moments b{Eigen::Vector4d(1, 2, 0, 4), Eigen::Vector4d(4, 1, 4, 1).asDiagonal()};
  EXPECT_NEAR(frechet_distance(a, b), 15, 1e-12);
  EXPECT_NEAR(frechet_distance(b, a), 15, 1e-12);
  EXPECT_NEAR(frechet_distance(rotated(a), rotated(b)), 15, 1e-12);
}

// tr((S1 S2)^(1/2)) of 2 x 2 matrices is sqrt(tr(S1 S2) + 2 sqrt(det S1 det S2)); here S1 S2 =
// [[4, 2], [8, 12]], of trace 16, and the determinants are 4 and 8: 16 + 2 sqrt(32).
TEST(FrechetDistance, OfCovariancesWithoutCommonAxes) {
  Moments a{Eigen::Vector2d::Zero(), MatrixXd(2, 2)};
  a.covariance << 1, 0, 0, 4;
  Moments b{Eigen::Vector2d::Zero(), MatrixXd(2, 2)};
  b.covariance << 4, 2, 2, 3;
  EXPECT_NEAR(frechet_distance(a, b), 5 + 7 - 2 * std::sqrt(16 + 2 * std::sqrt(32)), 1e-12);
}

// Ranks 1 in directions at right angles have nothing in common: the sum of the traces. Rounding of
// 1e-16 in eigenvalues that are 0 is 1e-8 in their roots.
TEST(FrechetDistance, OfSingularCovariances) {
  const Moments a{Eigen::Vector3d::Zero(), Eigen::Vector3d(5, 0, 0).asDiagonal()};
  const Moments b{Eigen::Vector3d::Zero(), Eigen::Vector3d(0, 7, 0).asDiagonal()};
  EXPECT_NEAR(frechet_distance(rotated(a), rotated(b)), 12, 1e-6);
  EXPECT_NEAR(frechet_distance(rotated(a), rotated(a)), 0, 1e-6);
}

TEST(FrechetDistance, OfFewerPointsThanDimensions) {
  const Moments few = numerics::moments(tests::normal_points(10, 64, "few"));
  const double distance = frechet_distance(few, few);
  EXPECT_GE(distance, 0);
  EXPECT_LT(distance, 1e-6 * few.covariance.trace());
}

// Expected of n normal points in d dimensions each: about d / n twice for the means, and for the
// covariances about d (d + 1) / (4 n) twice, here 0.032 + 0.52.
TEST(FrechetDistance, OfTwoDrawsIsSmall) {
  const double distance = frechet_distance(numerics::moments(tests::normal_points(4000, 64, "a")),
                                           numerics::moments(tests::normal_points(4000, 64, "b")));
  EXPECT_NEAR(distance, 0.55, 0.06);
}

TEST(FrechetDistance, NamesWhatIsWrong) {
  const Moments line = on_line(0, 1);
  const Moments plane{VectorXd::Zero(2), MatrixXd::Identity(2, 2)};
  EXPECT_THAT(error_of([&] { frechet_distance(line, plane); }), HasSubstr("got [2] and [2, 2]"));
  EXPECT_THAT(error_of([&] {
                frechet_distance(line, {VectorXd::Zero(1), plane.covariance});
              }),
              HasSubstr("got [1] and [2, 2]"));
  EXPECT_THAT(error_of([&] { frechet_distance({}, {}); }), HasSubstr("got [0]"));
  EXPECT_THAT(error_of([&] { frechet_distance(line, on_line(0, NAN)); }), HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::metrics
