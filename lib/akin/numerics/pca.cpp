#include "akin/numerics/pca.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/numerics/gaussian.h"

namespace akin::numerics {
namespace {

constexpr std::int64_t pca_block = 1024;  // points per block in double

/// Coefficients this close to the largest, relatively, count as ties, so that rounding does not
/// decide the sign.
constexpr double equal_coefficients = 1e-6;

void fix_sign(Eigen::Ref<Eigen::VectorXd> direction) {
  const double largest = direction.cwiseAbs().maxCoeff() * (1 - equal_coefficients);
  const auto first = std::find_if(direction.begin(), direction.end(),
                                  [&](double x) { return std::abs(x) >= largest; });
  if (first != direction.end() && *first < 0) {
    direction = -direction;
  }
}

/// Of the covariance in the coordinates of an orthonormal `basis`; no basis: those of the points.
void set_components(const Eigen::MatrixXd& covariance, const Eigen::MatrixXd& basis,
                    std::int64_t components, PrincipalComponents& result) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  require(solver.info() == Eigen::Success,
          "[pca] expected eigenvalues of the covariance, got none; scale the points down");
  // The solver returns them in ascending order.
  const Eigen::MatrixXd directions =
      solver.eigenvectors().rightCols(components).rowwise().reverse();
  result.directions = basis.size() > 0 ? basis * directions : directions;
  result.variances = solver.eigenvalues().tail(components).reverse().cwiseMax(0.0);
  for (std::int64_t k = 0; k < components; ++k) {
    fix_sign(result.directions.col(k));
  }
}

/// The covariance of `points` times `basis`, [dimensions, columns].
Eigen::MatrixXd covariance_times(const Eigen::Ref<const Points>& points,
                                 const Eigen::VectorXd& mean, const Eigen::MatrixXd& basis) {
  const Points columns = basis.cast<float>();
  Eigen::MatrixXd product = Eigen::MatrixXd::Zero(basis.rows(), basis.cols());
  for (std::int64_t i = 0; i < points.rows(); i += pca_block) {
    const std::int64_t size = std::min(pca_block, points.rows() - i);
    const Points deviations = points.middleRows(i, size).rowwise() - mean.cast<float>().transpose();
    const Points along = deviations * columns;
    product += Points(deviations.transpose() * along).cast<double>();
  }
  return product / static_cast<double>(points.rows() - 1);
}

Eigen::MatrixXd orthonormal(const Eigen::MatrixXd& columns) {
  return Eigen::HouseholderQR<Eigen::MatrixXd>(columns).householderQ() *
         Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

/// Randomised subspace iteration (Halko, Martinsson & Tropp 2011, algorithm 4.4), where the
/// covariance is too large.
PrincipalComponents randomised_components(const Eigen::Ref<const Points>& points,
                                          std::int64_t components) {
  constexpr std::int64_t more = 16;
  constexpr int iterations = 6;
  const std::int64_t columns = std::min(components + more, points.cols());
  Points start(points.cols(), columns);
  Random(0, "pca").fill_normal({start.data(), static_cast<std::size_t>(start.size())});
  PrincipalComponents result;
  result.mean = points.cast<double>().colwise().mean();
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    result.total_variance += (points.row(i).cast<double>() - result.mean.transpose()).squaredNorm();
  }
  result.total_variance /= static_cast<double>(points.rows() - 1);
  Eigen::MatrixXd basis = orthonormal(start.cast<double>());
  for (int i = 0; i < iterations; ++i) {
    basis = orthonormal(covariance_times(points, result.mean, basis));
  }
  const Eigen::MatrixXd within = basis.transpose() * covariance_times(points, result.mean, basis);
  set_components(Eigen::MatrixXd(0.5 * (within + within.transpose())), basis, components, result);
  return result;
}

}  // namespace

double PrincipalComponents::explained_variance() const {
  return total_variance > 0 ? std::min(1.0, variances.sum() / total_variance) : 1.0;
}

Points PrincipalComponents::project(const Eigen::Ref<const Points>& points) const {
  require(points.cols() == mean.size(), "[pca] expected points of {} dimensions, got {}",
          mean.size(), points.cols());
  Points result(points.rows(), directions.cols());
  for (std::int64_t i = 0; i < points.rows(); i += pca_block) {
    const std::int64_t size = std::min(pca_block, points.rows() - i);
    const Eigen::MatrixXd deviations =
        points.middleRows(i, size).cast<double>().rowwise() - mean.transpose();
    result.middleRows(i, size) = (deviations * directions).cast<float>();
  }
  return result;
}

PrincipalComponents principal_components(const Eigen::Ref<const Points>& points,
                                         std::int64_t components) {
  require<UsageError>(components >= 1 && components <= points.cols(),
                      "[pca] expected 1 to {} components of points of as many dimensions, got {}",
                      points.cols(), components);
  constexpr std::int64_t most_for_covariance = 1024;
  if (points.cols() > most_for_covariance) {
    require(points.rows() >= 2 && points.allFinite(),
            "[pca] expected two points or more of finite numbers, got {} or others", points.rows());
    return randomised_components(points, components);
  }
  Moments found = moments(points);
  PrincipalComponents result{std::move(found.mean), {}, {}, found.covariance.trace()};
  set_components(found.covariance, {}, components, result);
  return result;
}

}  // namespace akin::numerics
