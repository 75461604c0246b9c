#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "akin/base/random.h"
#include "akin/numerics/neighbours.h"

namespace akin::numerics {

struct Moments {
  Eigen::VectorXd mean;        ///< [dimensions]
  Eigen::MatrixXd covariance;  ///< [dimensions, dimensions], unbiased: divided by count - 1
};

/// Computed in double from the deviations, without cancellation for points far from the origin.
/// Errors: fewer than two points, a coordinate that is not finite.
Moments moments(const Eigen::Ref<const Points>& points);

/// The normal distribution N(mean, L L^T), L lower triangular with a positive diagonal.
class Gaussian {
 public:
  /// Errors: mismatched shapes, a covariance that is not symmetric and positive definite.
  Gaussian(Eigen::VectorXd mean, const Eigen::MatrixXd& covariance);
  explicit Gaussian(const Moments& moments) : Gaussian(moments.mean, moments.covariance) {}

  /// From L; entries above the diagonal are ignored.
  /// Errors: mismatched shapes, numbers that are not finite, a diagonal that is not positive.
  static Gaussian from_factor(Eigen::VectorXd mean, const Eigen::MatrixXd& factor);

  [[nodiscard]] std::int64_t dimensions() const { return mean_.size(); }
  [[nodiscard]] const Eigen::VectorXd& mean() const { return mean_; }
  [[nodiscard]] const Eigen::MatrixXd& factor() const { return factor_; }  ///< L
  [[nodiscard]] Eigen::MatrixXd covariance() const;

  /// [count, dimensions]: mean + L z, z standard normal, drawn point by point.
  [[nodiscard]] Points draw(std::int64_t count, Random& random) const;

  /// [points], nats: -(d log(2 pi) + |L^-1 (x - mean)|^2) / 2 - sum of log L_ii.
  [[nodiscard]] Eigen::VectorXd log_density(const Eigen::Ref<const Points>& points) const;
  /// The same for points in columns [dimensions, points].
  [[nodiscard]] Eigen::RowVectorXd log_density_of_columns(
      const Eigen::Ref<const Eigen::MatrixXd>& points) const;

 private:
  Gaussian() = default;
  Eigen::VectorXd mean_;
  Eigen::MatrixXd factor_;
};

}  // namespace akin::numerics
