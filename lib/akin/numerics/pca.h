#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// Principal components (Pearson 1901): orthonormal directions of largest variance, in descending
/// order. Signs are such that the coefficient of largest magnitude is positive (the first of ties).
struct PrincipalComponents {
  Eigen::VectorXd mean;        ///< [dimensions]
  Eigen::MatrixXd directions;  ///< [dimensions, components], columns of length 1
  Eigen::VectorXd variances;   ///< [components], unbiased
  double total_variance = 0;   ///< over all dimensions

  /// The fraction of the total variance that the components explain, in [0, 1]; 1 if it is 0.
  [[nodiscard]] double explained_variance() const;

  /// [points, dimensions] -> [points, components]: (x - mean) directions.
  [[nodiscard]] Points project(const Eigen::Ref<const Points>& points) const;
};

/// Computed from the eigenvectors of the covariance, in double; of points of more than 1024
/// dimensions by randomised subspace iteration from a fixed start, whose last components are not
/// exactly those of largest variance.
/// Errors: components outside 1 to the dimensions (UsageError); fewer than two points, a coordinate
/// that is not finite.
PrincipalComponents principal_components(const Eigen::Ref<const Points>& points,
                                         std::int64_t components);

}  // namespace akin::numerics
