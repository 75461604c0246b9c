#include "akin/numerics/gaussian.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <Eigen/Cholesky>

#include "akin/base/require.h"

namespace akin::numerics {
namespace {

/// Points per block: [1024, 64] doubles are half a megabyte, which fits the cache.
constexpr std::int64_t gaussian_block = 1024;

/// Relative asymmetry that rounding may cause.
constexpr double asymmetry_allowed = 1e-9;

void check_shapes(const Eigen::VectorXd& mean, const Eigen::MatrixXd& square) {
  const std::int64_t d = mean.size();
  require(d > 0 && square.rows() == d && square.cols() == d,
          "[gaussian] expected a mean [d] and a matrix [d, d], got [{}] and [{}, {}]", d,
          square.rows(), square.cols());
  require(mean.allFinite() && square.allFinite(),
          "[gaussian] expected finite numbers, got infinite ones or NaN");
}

Eigen::MatrixXd cholesky_factor(const Eigen::MatrixXd& covariance) {
  require((covariance - covariance.transpose()).cwiseAbs().maxCoeff() <=
              asymmetry_allowed * covariance.cwiseAbs().maxCoeff(),
          "[gaussian] expected a symmetric covariance, got one that is not");
  const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);
  require(cholesky.info() == Eigen::Success,
          "[gaussian] expected a positive definite covariance, got one that is not: fewer points "
          "than dimensions, or some that never vary; add to its diagonal");
  return cholesky.matrixL();
}

}  // namespace

Moments moments(const Eigen::Ref<const Points>& points) {
  require(points.rows() >= 2, "[moments] expected two points or more, got {}", points.rows());
  require(points.allFinite(), "[moments] expected finite points, got infinite ones or NaN");
  const std::int64_t d = points.cols();
  const auto count = static_cast<double>(points.rows());
  Moments result{points.cast<double>().colwise().sum().transpose() / count,
                 Eigen::MatrixXd::Zero(d, d)};
  Eigen::MatrixXd deviations;
  for (std::int64_t i = 0; i < points.rows(); i += gaussian_block) {
    const std::int64_t size = std::min(gaussian_block, points.rows() - i);
    deviations = points.middleRows(i, size).cast<double>().transpose();
    deviations.colwise() -= result.mean;
    result.covariance.selfadjointView<Eigen::Lower>().rankUpdate(deviations);
  }
  result.covariance /= count - 1;
  result.covariance.triangularView<Eigen::StrictlyUpper>() = result.covariance.transpose();
  return result;
}

Gaussian::Gaussian(Eigen::VectorXd mean, const Eigen::MatrixXd& covariance)
    : mean_(std::move(mean)) {
  check_shapes(mean_, covariance);
  factor_ = cholesky_factor(covariance);
}

Gaussian Gaussian::from_factor(Eigen::VectorXd mean, const Eigen::MatrixXd& factor) {
  check_shapes(mean, factor);
  require(factor.diagonal().minCoeff() > 0,
          "[gaussian] expected a Cholesky factor with a positive diagonal, got {}",
          factor.diagonal().minCoeff());
  Gaussian result;
  result.mean_ = std::move(mean);
  result.factor_ = factor.triangularView<Eigen::Lower>();
  return result;
}

Eigen::MatrixXd Gaussian::covariance() const {
  return factor_ * factor_.transpose();
}

Points Gaussian::draw(std::int64_t count, Random& random) const {
  Eigen::MatrixXd z(dimensions(), count);
  for (double& x : z.reshaped()) {
    x = random.normal();
  }
  if (count > 0) {  // Eigen's empty product reads an element
    z = factor_.triangularView<Eigen::Lower>() * z;
  }
  z.colwise() += mean_;
  return z.transpose().cast<float>();
}

Eigen::VectorXd Gaussian::log_density(const Eigen::Ref<const Points>& points) const {
  require(points.cols() == dimensions(), "[gaussian] expected points of {} dimensions, got {}",
          dimensions(), points.cols());
  Eigen::VectorXd result(points.rows());
  for (std::int64_t i = 0; i < points.rows(); i += gaussian_block) {
    const std::int64_t size = std::min(gaussian_block, points.rows() - i);
    const Eigen::MatrixXd columns = points.middleRows(i, size).cast<double>().transpose();
    result.segment(i, size) = log_density_of_columns(columns).transpose();
  }
  return result;
}

Eigen::RowVectorXd Gaussian::log_density_of_columns(
    const Eigen::Ref<const Eigen::MatrixXd>& points) const {
  Eigen::MatrixXd whitened = points.colwise() - mean_;
  factor_.triangularView<Eigen::Lower>().solveInPlace(whitened);
  const double log_normaliser =
      0.5 * static_cast<double>(dimensions()) * std::log(2 * std::numbers::pi) +
      factor_.diagonal().array().log().sum();
  return -0.5 * whitened.colwise().squaredNorm().array() - log_normaliser;
}

}  // namespace akin::numerics
