#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// The directions in which points vary most (Pearson 1901), orthonormal, by falling variance. The
/// sign of each is such that its coefficient of largest magnitude is positive, the first where
/// several are.
struct PrincipalComponents {
  Eigen::VectorXd mean;        ///< [dimensions]
  Eigen::MatrixXd directions;  ///< [dimensions, components], columns of length 1
  Eigen::VectorXd variances;   ///< [components], unbiased
  double total_variance = 0;   ///< over all dimensions

  /// Share of the total variance that the components hold, in [0, 1]; 1 where nothing varies.
  [[nodiscard]] double explained_variance() const;

  /// [points, dimensions] -> [points, components]: (x - mean) directions.
  [[nodiscard]] Points project(const Eigen::Ref<const Points>& points) const;
  /// [points, components] -> [points, dimensions]: mean + y directions^T, the nearest points that
  /// project to y.
  [[nodiscard]] Points back_project(const Eigen::Ref<const Points>& projected) const;
};

/// By the eigenvectors of the covariance, in double.
/// Errors: components outside 1 to the dimensions (UsageError); fewer than two points, a coordinate
/// that is not finite.
PrincipalComponents principal_components(const Eigen::Ref<const Points>& points,
                                         std::int64_t components);

}  // namespace akin::numerics
