#include "akin/numerics/plane.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <gmock/gmock.h>

#include <Eigen/Eigenvalues>

#include "akin/base/random.h"
#include "akin/base/require.h"

namespace akin::numerics {
namespace {

/// 200 points of 5 dimensions with standard deviations 1, 5, 2, 0.5, 3 about (1, 2, 3, 4, 5).
Points cloud() {
  Points points(200, 5);
  Random random(3, "cloud");
  const std::vector<double> deviations = {1, 5, 2, 0.5, 3};
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    for (std::int64_t k = 0; k < points.cols(); ++k) {
      points(i, k) = static_cast<float>(static_cast<double>(k + 1) +
                                        deviations[static_cast<std::size_t>(k)] * random.normal());
    }
  }
  return points;
}

TEST(Plane, IsThatOfTheLargestEigenvaluesOfTheCovariance) {
  const Points points = cloud();
  const Plane plane = principal_plane(points);
  const Eigen::MatrixXd all = points.cast<double>();
  const Eigen::RowVectorXd mean = all.colwise().mean();
  const Eigen::MatrixXd centred = all.rowwise() - mean;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(centred.transpose() * centred / 199);
  EXPECT_TRUE(plane.origin.isApprox(mean.transpose(), 1e-6));
  for (int axis = 0; axis < 2; ++axis) {
    EXPECT_NEAR(std::abs(plane.axes.col(axis).dot(solver.eigenvectors().col(4 - axis))), 1, 1e-6);
    const Eigen::VectorXd along = plane.project(points).col(axis).cast<double>();
    EXPECT_NEAR(along.squaredNorm() / 199, solver.eigenvalues()(4 - axis), 1e-3);
  }
}

TEST(Plane, EmbedsWhatItProjects) {
  const Plane plane = principal_plane(cloud());
  Points seen(2, 2);
  seen << 1.5F, -2, 0, 4;
  EXPECT_TRUE(plane.project(plane.embed(seen)).isApprox(seen, 1e-5F));
  EXPECT_TRUE(plane.embed(Points::Zero(1, 2)).isApprox(plane.origin.transpose().cast<float>()));
  EXPECT_THROW((void)plane.project(seen), Error);
}

TEST(Plane, OfTwoDimensionsIsTheseDimensions) {
  Points points(3, 2);
  points << 1, 2, 3, 4, 9, 0;
  EXPECT_EQ(principal_plane(points).project(points), points);
}

void expect(const Ellipse& ellipse, double x, double y, double major, double minor, double angle) {
  EXPECT_NEAR(ellipse.x, x, 1e-6);
  EXPECT_NEAR(ellipse.y, y, 1e-6);
  EXPECT_NEAR(ellipse.major, major, 1e-6);
  EXPECT_NEAR(ellipse.minor, minor, 1e-6);
  EXPECT_NEAR(ellipse.angle, angle, 1e-6);
}

using Floats = std::vector<float>;

TEST(Plane, ShowsANormalDistributionAsAnEllipse) {
  const Plane two{Eigen::VectorXd::Zero(2), Eigen::MatrixXd::Identity(2, 2)};
  expect(seen_in(two, Floats{3, 4}, Floats{2, 1}), 3, 4, 2, 1, 0);
  expect(seen_in(two, Floats{0, 0}, Floats{1, 2}), 0, 0, 2, 1, std::numbers::pi / 2);
  // Axes (1, 1, 0) / sqrt 2 and (0, 0, 1): variances (4 + 16) / 2 and 9.
  Eigen::MatrixXd axes = Eigen::MatrixXd::Zero(3, 2);
  axes(0, 0) = axes(1, 0) = std::sqrt(0.5);
  axes(2, 1) = 1;
  const Plane slanted{Eigen::VectorXd::Ones(3), axes};
  expect(seen_in(slanted, Floats{2, 2, 0}, Floats{2, 4, 3}), std::sqrt(2), -1, std::sqrt(10), 3, 0);
  // Axes (1, 1) / sqrt 2 and (1, -1) / sqrt 2 see deviations 3 and 1 turned by 45 degrees.
  Eigen::MatrixXd turned(2, 2);
  turned << std::sqrt(0.5), std::sqrt(0.5), std::sqrt(0.5), -std::sqrt(0.5);
  expect(seen_in({Eigen::VectorXd::Zero(2), turned}, Floats{0, 0}, Floats{3, 1}), 0, 0, 3, 1,
         std::numbers::pi / 4);
  EXPECT_THROW((void)seen_in(two, Floats{1}, Floats{1, 1}), Error);
}

}  // namespace
}  // namespace akin::numerics
