#pragma once

#include <span>

#include <Eigen/Core>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// A plane in a space of two or more dimensions, to look at points of that space.
struct Plane {
  Eigen::VectorXd origin;  ///< [dimensions]
  Eigen::MatrixXd axes;    ///< [dimensions, 2], columns orthonormal

  /// [points, dimensions] -> [points, 2]: (p - origin) axes. Error: other dimensions.
  [[nodiscard]] Points project(const Eigen::Ref<const Points>& points) const;
  /// [points, 2] -> [points, dimensions]: origin + axes q, the points of the space that lie there.
  [[nodiscard]] Points embed(const Eigen::Ref<const Points>& points) const;
};

/// The plane of the points' first two principal components, from their mean; of points of two
/// dimensions these dimensions themselves. Errors: those of principal_components().
Plane principal_plane(const Eigen::Ref<const Points>& points);

/// A normal distribution as it is seen in a plane: the ellipse of one standard deviation.
struct Ellipse {
  double x = 0, y = 0;          ///< centre
  double major = 0, minor = 0;  ///< half axes, major >= minor
  double angle = 0;             ///< of the major axis from the plane's first, in (-pi/2, pi/2]
};

/// N(mean, diag(deviation^2)), [dimensions] each, seen in a plane: its covariance there is axes^T
/// diag(deviation^2) axes. Error: other dimensions.
Ellipse seen_in(const Plane& plane, std::span<const float> mean, std::span<const float> deviation);

}  // namespace akin::numerics
