#pragma once

#include <cstdint>
#include <vector>

#include "akin/numerics/gaussian.h"

namespace akin::numerics {

using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A mixture as contiguous arrays, to be stored as tensors.
struct MixtureParameters {
  Eigen::VectorXd weights;  ///< [components], not negative, sum 1
  RowMajorMatrix means;     ///< [components, dimensions]
  RowMajorMatrix factors;   ///< [components * dimensions, dimensions]: the stacked lower Cholesky
                            ///< factors of the covariances
};

/// sum over k of weight_k N(mean_k, covariance_k).
class GaussianMixture {
 public:
  /// Normalises the weights. Errors: no component, mismatched counts or dimensions,
  /// weights that are negative, not finite or all zero.
  GaussianMixture(Eigen::VectorXd weights, std::vector<Gaussian> components);
  /// Errors: as above, and those of Gaussian::from_factor.
  explicit GaussianMixture(const MixtureParameters& parameters);
  [[nodiscard]] MixtureParameters parameters() const;

  [[nodiscard]] std::int64_t dimensions() const { return components_.front().dimensions(); }
  [[nodiscard]] const Eigen::VectorXd& weights() const { return weights_; }  ///< [components]
  [[nodiscard]] const std::vector<Gaussian>& components() const { return components_; }

  /// [count, dimensions]: draws a component for each point, then the point.
  [[nodiscard]] Points draw(std::int64_t count, Random& random) const;

  /// [points], nats.
  [[nodiscard]] Eigen::VectorXd log_density(const Eigen::Ref<const Points>& points) const;
  /// [components, points], nats: log weight_k + log N_k(x), for points [dimensions, points].
  [[nodiscard]] Eigen::MatrixXd log_joint_of_columns(
      const Eigen::Ref<const Eigen::MatrixXd>& points) const;

 private:
  Eigen::VectorXd weights_;
  std::vector<Gaussian> components_;
};

}  // namespace akin::numerics
