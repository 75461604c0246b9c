#include "akin/metrics/kid.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "akin/base/random.h"
#include "akin/base/settings.h"
#include "akin/kernels/parallel.h"
#include "akin/metrics/point_sets.h"

namespace akin::metrics {
namespace {

using numerics::Points;
using PointsView = Eigen::Ref<const Points>;

constexpr std::int64_t kernel_rows = 128;  // x 1000 floats: half a megabyte of products

/// `count` distinct rows.
Points random_rows(const PointsView& points, std::int64_t count, Random& random) {
  const Permutation shuffled(points.rows(), random.bits());
  Points rows(count, points.cols());
  for (std::int64_t i = 0; i < count; ++i) {
    rows.row(i) = points.row(shuffled(i));
  }
  return rows;
}

double kernel_sum(const PointsView& x, const PointsView& y, Points& products) {
  products.noalias() = x * y.transpose();
  const float scale = 1.0F / static_cast<float>(x.cols());
  return (products.array() * scale + 1).cube().cast<double>().sum();
}

double sum_of_pairs(const Points& x, const Points& y) {
  double sum = 0;
  Points products;
  for (std::int64_t i = 0; i < x.rows(); i += kernel_rows) {
    sum += kernel_sum(x.middleRows(i, std::min(kernel_rows, x.rows() - i)), y, products);
  }
  return sum;
}

/// Over ordered pairs of distinct rows: the blocks below the diagonal twice, the diagonal blocks
/// without their diagonal.
double sum_of_off_diagonal(const Points& x) {
  double sum = 0;
  Points products;
  const float scale = 1.0F / static_cast<float>(x.cols());
  for (std::int64_t i = 0; i < x.rows(); i += kernel_rows) {
    const auto rows = x.middleRows(i, std::min(kernel_rows, x.rows() - i));
    if (i > 0) {
      sum += 2 * kernel_sum(rows, x.topRows(i), products);
    }
    sum += kernel_sum(rows, rows, products);
    sum -= (products.diagonal().array() * scale + 1).cube().cast<double>().sum();
  }
  return sum;
}

double squared_mmd(const Points& x, const Points& y) {
  const auto m = static_cast<double>(x.rows());
  return (sum_of_off_diagonal(x) + sum_of_off_diagonal(y)) / (m * (m - 1)) -
         2 * sum_of_pairs(x, y) / (m * m);
}

double standard_error(const Eigen::VectorXd& values) {
  const auto n = static_cast<double>(values.size());
  return values.size() < 2
             ? 0
             : std::sqrt((values.array() - values.mean()).square().sum() / (n * (n - 1)));
}

}  // namespace

Kid kid(const PointsView& real, const PointsView& generated, const KidOptions& options) {
  require_in_range("subsets", options.subsets, {.low = 1});
  require_in_range("subset_size", options.subset_size, {.low = 2});
  check_point_sets("kid", real, generated, 2);
  Kid result;
  result.subset_size = std::min({options.subset_size, real.rows(), generated.rows()});
  const bool whole = result.subset_size == std::max(real.rows(), generated.rows());
  result.subsets = whole ? 1 : options.subsets;
  Eigen::VectorXd values(result.subsets);
  kernels::parallel_for(result.subsets, options.threads, [&](std::int64_t i) {
    Random random(options.seed, "kernel distance", static_cast<std::uint64_t>(i));
    const Points x = random_rows(real, result.subset_size, random);
    const Points y = random_rows(generated, result.subset_size, random);
    values[i] = squared_mmd(x, y);
  });
  result.mean = values.mean();
  result.standard_error = standard_error(values);
  return result;
}

}  // namespace akin::metrics
