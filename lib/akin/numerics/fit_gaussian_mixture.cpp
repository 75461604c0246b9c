#include "akin/numerics/fit_gaussian_mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include <Eigen/Eigenvalues>

#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/kernels/parallel.h"
#include "akin/numerics/kmeans.h"

namespace akin::numerics {
namespace {

constexpr std::int64_t em_block = 512;  // points per block, which fits the cache
constexpr std::int64_t start_iterations = 20;
/// Variance where all points are equal.
constexpr double least_floor = 1e-12;
/// Smaller responsibilities vanish in rounding.
constexpr double least_responsibility = 1e-14;
/// A component with less total responsibility is not updated.
constexpr double least_points = 1e-6;

/// The maximum-likelihood covariance with eigenvalues of at least `floor`: V diag(max(s, floor))
/// V^T for a sample covariance V diag(s) V^T.
Eigen::MatrixXd raised_to(const Eigen::MatrixXd& covariance, double floor) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  if (solver.eigenvalues()[0] >= floor) {
    return covariance;
  }
  const Eigen::MatrixXd scaled =
      solver.eigenvectors() * solver.eigenvalues().cwiseMax(floor).cwiseSqrt().asDiagonal();
  Eigen::MatrixXd raised = Eigen::MatrixXd::Zero(covariance.rows(), covariance.cols());
  raised.selfadjointView<Eigen::Lower>().rankUpdate(scaled);
  raised.triangularView<Eigen::StrictlyUpper>() = raised.transpose();
  return raised;
}

/// The points and the responsibility of each component for each point.
class Expectation {
 public:
  Expectation(const Eigen::Ref<const Points>& points, const MixtureOptions& options)
      : points_(points.cast<double>().transpose()),
        responsibilities_(Eigen::MatrixXd::Zero(points.rows(), options.components)),
        floor_(std::max(options.floor * mean_variance(), least_floor)),
        threads_(options.threads) {}

  /// Responsibility 1 for the k-means cluster of each point.
  GaussianMixture start(const KMeans& clusters) {
    for (std::int64_t i = 0; i < points_.cols(); ++i) {
      responsibilities_(i, clusters.assignment[static_cast<std::size_t>(i)]) = 1;
    }
    std::vector<Gaussian> components;
    const std::int64_t d = points_.rows();
    for (std::int64_t k = 0; k < responsibilities_.cols(); ++k) {
      components.emplace_back(clusters.centroids.row(k).transpose().cast<double>(),
                              floor_ * Eigen::MatrixXd::Identity(d, d));
    }
    return maximise(std::move(components));
  }

  /// r_k(x) = w_k N_k(x) / sum over j of w_j N_j(x). Returns the mean logarithm of that sum.
  double expect(const GaussianMixture& mixture) {
    std::vector<double> sums(static_cast<std::size_t>((points_.cols() + em_block - 1) / em_block));
    kernels::parallel_for(std::ssize(sums), threads_, [&](std::int64_t block) {
      const std::int64_t first = block * em_block;
      const std::int64_t size = std::min(em_block, points_.cols() - first);
      Eigen::MatrixXd logs = mixture.log_joint_of_columns(points_.middleCols(first, size));
      const Eigen::RowVectorXd largest = logs.colwise().maxCoeff();
      logs = (logs.rowwise() - largest).array().exp();
      const Eigen::RowVectorXd totals = logs.colwise().sum();
      responsibilities_.middleRows(first, size) =
          (logs.array().rowwise() / totals.array()).matrix().transpose();
      sums[static_cast<std::size_t>(block)] = (largest.array() + totals.array().log()).sum();
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(points_.cols());
  }

  /// The weighted mean and covariance of the points for each component; `components`: the current
  /// ones.
  [[nodiscard]] GaussianMixture maximise(std::vector<Gaussian> components) const {
    const Eigen::VectorXd shares = responsibilities_.colwise().sum().transpose();
    const Eigen::MatrixXd sums = points_ * responsibilities_;  // [dimensions, components]
    kernels::parallel_for(shares.size(), threads_, [&](std::int64_t k) {
      if (shares[k] > least_points) {
        const Eigen::VectorXd mean = sums.col(k) / shares[k];
        components[static_cast<std::size_t>(k)] =
            Gaussian(mean, raised_to(scatter(k, mean) / shares[k], floor_));
      }
    });
    return {shares, std::move(components)};
  }

 private:
  /// Sum over the points of r_k (x - mean) (x - mean)^T.
  [[nodiscard]] Eigen::MatrixXd scatter(std::int64_t k, const Eigen::VectorXd& mean) const {
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(mean.size(), mean.size());
    Eigen::MatrixXd deviations(mean.size(), em_block);
    std::int64_t filled = 0;
    for (std::int64_t i = 0; i < points_.cols(); ++i) {
      if (const double r = responsibilities_(i, k); r > least_responsibility) {
        deviations.col(filled++) = std::sqrt(r) * (points_.col(i) - mean);
      }
      if (filled == em_block || i + 1 == points_.cols()) {
        result.selfadjointView<Eigen::Lower>().rankUpdate(deviations.leftCols(filled));
        filled = 0;
      }
    }
    result.triangularView<Eigen::StrictlyUpper>() = result.transpose();
    return result;
  }

  /// The mean over dimensions of the variance of the points.
  [[nodiscard]] double mean_variance() const {
    const Eigen::VectorXd mean = points_.rowwise().mean();
    return (points_.colwise() - mean).squaredNorm() / static_cast<double>(points_.size());
  }

  Eigen::MatrixXd points_;            ///< [dimensions, points]
  Eigen::MatrixXd responsibilities_;  ///< [points, components]
  double floor_;                      ///< of eigenvalues
  int threads_;
};

void check_mixture_options(const MixtureOptions& options) {
  require_in_range("components", options.components, {1, std::numeric_limits<int>::max()});
  require_in_range("iterations", options.iterations, {0});
  require_in_range("tolerance", options.tolerance, {0});
  require_in_range("floor", options.floor, {0});
}

}  // namespace

MixtureFit fit_gaussian_mixture(const Eigen::Ref<const Points>& points,
                                const MixtureOptions& options) {
  check_mixture_options(options);
  require(points.rows() >= options.components && points.cols() > 0,
          "[gaussian_mixture] expected at least as many points as components, got {} points of {} "
          "dimensions for {} components; ask for fewer components",
          points.rows(), points.cols(), options.components);
  const KMeans clusters =
      k_means(points, options.components, {.iterations = start_iterations, .seed = options.seed});
  Expectation expectation(points, options);
  MixtureFit fit{expectation.start(clusters), {}, false};
  fit.log_likelihood.push_back(expectation.expect(fit.mixture));
  for (std::int64_t i = 0; i < options.iterations && !fit.converged; ++i) {
    fit.mixture = expectation.maximise(fit.mixture.components());
    const double before = fit.log_likelihood.back();
    fit.log_likelihood.push_back(expectation.expect(fit.mixture));
    fit.converged = fit.log_likelihood.back() - before < options.tolerance;
  }
  return fit;
}

}  // namespace akin::numerics
