#include "akin/metrics/frechet.h"

#include <algorithm>

#include <Eigen/Eigenvalues>

#include "akin/base/require.h"

namespace akin::metrics {
namespace {

using Eigen::MatrixXd;
using Solver = Eigen::SelfAdjointEigenSolver<MatrixXd>;

MatrixXd symmetric_root(const MatrixXd& symmetric) {
  const Solver solver(symmetric);
  return solver.eigenvectors() * solver.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal() *
         solver.eigenvectors().transpose();
}

void check_moments(const numerics::Moments& moments, std::int64_t dimensions) {
  require(dimensions > 0 && moments.mean.size() == dimensions &&
              moments.covariance.rows() == dimensions && moments.covariance.cols() == dimensions,
          "[frechet] expected means [d] and covariances [d, d] of one d, got [{}] and [{}, {}] "
          "beside a mean of {}",
          moments.mean.size(), moments.covariance.rows(), moments.covariance.cols(), dimensions);
  require(moments.mean.allFinite() && moments.covariance.allFinite(),
          "[frechet] expected finite moments, got infinite ones or NaN");
}

}  // namespace

double frechet_distance(const numerics::Moments& a, const numerics::Moments& b) {
  check_moments(a, a.mean.size());
  check_moments(b, a.mean.size());
  const MatrixXd root = symmetric_root(a.covariance);
  const Solver product(root * b.covariance * root, Eigen::EigenvaluesOnly);
  const double trace_of_root = product.eigenvalues().cwiseMax(0).cwiseSqrt().sum();
  const double distance = (a.mean - b.mean).squaredNorm() + a.covariance.trace() +
                          b.covariance.trace() - 2 * trace_of_root;
  return std::max(distance, 0.0);
}

}  // namespace akin::metrics
