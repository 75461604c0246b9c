#include "akin/numerics/gaussian_mixture.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"

namespace akin::numerics {
namespace {

constexpr std::int64_t mixture_block = 1024;  // points per block

std::vector<Gaussian> components_of(const MixtureParameters& parameters) {
  const std::int64_t count = parameters.means.rows();
  const std::int64_t d = parameters.means.cols();
  require(parameters.factors.rows() == count * d && parameters.factors.cols() == d,
          "[gaussian_mixture] expected factors [{} * {}, {}], got [{}, {}]", count, d, d,
          parameters.factors.rows(), parameters.factors.cols());
  std::vector<Gaussian> components;
  for (std::int64_t k = 0; k < count; ++k) {
    components.push_back(Gaussian::from_factor(parameters.means.row(k).transpose(),
                                               parameters.factors.middleRows(k * d, d)));
  }
  return components;
}

/// log-sum-exp of each column, [rows, columns] -> [columns].
Eigen::RowVectorXd log_sums(const Eigen::MatrixXd& logs) {
  const Eigen::RowVectorXd largest = logs.colwise().maxCoeff();
  return largest.array() + (logs.rowwise() - largest).array().exp().colwise().sum().log();
}

}  // namespace

GaussianMixture::GaussianMixture(Eigen::VectorXd weights, std::vector<Gaussian> components)
    : weights_(std::move(weights)), components_(std::move(components)) {
  require(!components_.empty() && std::cmp_equal(weights_.size(), components_.size()),
          "[gaussian_mixture] expected a weight for each of one or more components, got {} and {}",
          weights_.size(), components_.size());
  require(weights_.allFinite() && weights_.minCoeff() >= 0 && weights_.sum() > 0,
          "[gaussian_mixture] expected weights of 0 or more, some above, got others");
  for (const Gaussian& component : components_) {
    require(component.dimensions() == dimensions(),
            "[gaussian_mixture] expected components of equal dimensions, got {} and {}",
            dimensions(), component.dimensions());
  }
  weights_ /= weights_.sum();
}

GaussianMixture::GaussianMixture(const MixtureParameters& parameters)
    : GaussianMixture(parameters.weights, components_of(parameters)) {}

MixtureParameters GaussianMixture::parameters() const {
  const std::int64_t d = dimensions();
  const std::int64_t count = weights_.size();
  MixtureParameters result{weights_, RowMajorMatrix(count, d), RowMajorMatrix(count * d, d)};
  for (std::int64_t k = 0; k < count; ++k) {
    const Gaussian& component = components_[static_cast<std::size_t>(k)];
    result.means.row(k) = component.mean().transpose();
    result.factors.middleRows(k * d, d) = component.factor();
  }
  return result;
}

Points GaussianMixture::draw(std::int64_t count, Random& random) const {
  Points points(count, dimensions());
  for (std::int64_t i = 0; i < count; ++i) {
    double left = random.uniform();
    std::int64_t k = 0;
    while (k + 1 < weights_.size() && left >= weights_[k]) {
      left -= weights_[k++];
    }
    points.row(i) = components_[static_cast<std::size_t>(k)].draw(1, random);
  }
  return points;
}

Eigen::VectorXd GaussianMixture::log_density(const Eigen::Ref<const Points>& points) const {
  require(points.cols() == dimensions(),
          "[gaussian_mixture] expected points of {} dimensions, got {}", dimensions(),
          points.cols());
  Eigen::VectorXd result(points.rows());
  for (std::int64_t i = 0; i < points.rows(); i += mixture_block) {
    const std::int64_t size = std::min(mixture_block, points.rows() - i);
    const Eigen::MatrixXd columns = points.middleRows(i, size).cast<double>().transpose();
    result.segment(i, size) = log_sums(log_joint_of_columns(columns)).transpose();
  }
  return result;
}

Eigen::MatrixXd GaussianMixture::log_joint_of_columns(
    const Eigen::Ref<const Eigen::MatrixXd>& points) const {
  Eigen::MatrixXd result(weights_.size(), points.cols());
  for (std::int64_t k = 0; k < weights_.size(); ++k) {
    const Gaussian& component = components_[static_cast<std::size_t>(k)];
    result.row(k) = component.log_density_of_columns(points).array() + std::log(weights_[k]);
  }
  return result;
}

}  // namespace akin::numerics
