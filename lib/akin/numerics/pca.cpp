#include "akin/numerics/pca.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Eigenvalues>

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
  Moments found = moments(points);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(found.covariance);
  require(solver.info() == Eigen::Success,
          "[pca] expected eigenvalues of the covariance, got none; scale the points down");
  PrincipalComponents result{std::move(found.mean), {}, {}, found.covariance.trace()};
  // The solver returns them in ascending order.
  result.directions = solver.eigenvectors().rightCols(components).rowwise().reverse();
  result.variances = solver.eigenvalues().tail(components).reverse().cwiseMax(0.0);
  for (std::int64_t k = 0; k < components; ++k) {
    fix_sign(result.directions.col(k));
  }
  return result;
}

}  // namespace akin::numerics
