#include "akin/numerics/plane.h"

#include <cmath>
#include <numbers>

#include <Eigen/Eigenvalues>

#include "akin/base/require.h"
#include "akin/numerics/pca.h"

namespace akin::numerics {
namespace {

void require_dimensions(std::int64_t expected, std::int64_t got) {
  require(expected == got, "[plane] expected points of {} dimensions, got {}", expected, got);
}

}  // namespace

Points Plane::project(const Eigen::Ref<const Points>& points) const {
  require_dimensions(axes.rows(), points.cols());
  return ((points.cast<double>().rowwise() - origin.transpose()) * axes).cast<float>();
}

Points Plane::embed(const Eigen::Ref<const Points>& points) const {
  require_dimensions(axes.cols(), points.cols());
  const Eigen::MatrixXd offsets = points.cast<double>() * axes.transpose();
  return (offsets.rowwise() + origin.transpose()).cast<float>();
}

Plane principal_plane(const Eigen::Ref<const Points>& points) {
  if (points.cols() == 2) {
    return {Eigen::VectorXd::Zero(2), Eigen::MatrixXd::Identity(2, 2)};
  }
  PrincipalComponents found = principal_components(points, 2);
  return {std::move(found.mean), std::move(found.directions)};
}

Ellipse seen_in(const Plane& plane, std::span<const float> mean, std::span<const float> deviation) {
  require_dimensions(plane.axes.rows(), std::ssize(mean));
  require_dimensions(plane.axes.rows(), std::ssize(deviation));
  const auto vector = [](std::span<const float> of) {
    return Eigen::VectorXd(
        Eigen::Map<const Eigen::VectorXf>(of.data(), std::ssize(of)).cast<double>());
  };
  const Eigen::VectorXd centre = plane.axes.transpose() * (vector(mean) - plane.origin);
  const Eigen::MatrixXd covariance =
      plane.axes.transpose() * vector(deviation).cwiseAbs2().asDiagonal() * plane.axes;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);  // ascending
  const Eigen::VectorXd half_axes = solver.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  double angle = std::atan2(solver.eigenvectors()(1, 1), solver.eigenvectors()(0, 1));
  if (angle > std::numbers::pi / 2) {
    angle -= std::numbers::pi;
  } else if (angle <= -std::numbers::pi / 2) {
    angle += std::numbers::pi;
  }
  return {centre(0), centre(1), half_axes(1), half_axes(0), angle};
}

}  // namespace akin::numerics
