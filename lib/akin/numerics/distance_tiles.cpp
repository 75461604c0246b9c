#include "akin/numerics/distance_tiles.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "akin/base/require.h"
#include "akin/kernels/parallel.h"

namespace akin::numerics {
namespace {

using View = Eigen::Ref<const Points>;

constexpr std::int64_t tile_queries = 128;
constexpr std::int64_t tile_references = 512;

/// Queries as rows (-2q, |q|^2, 1), references as rows (r, 1, |r|^2): their product is |q - r|^2.
struct Side {
  Points rows;
  Eigen::VectorXf norms;

  void set(const View& points, const Eigen::RowVectorXf& origin, float factor) {
    const std::int64_t d = points.cols();
    rows.resize(points.rows(), d + 2);
    rows.leftCols(d) = points.rowwise() - origin;
    norms = rows.leftCols(d).rowwise().squaredNorm();
    rows.leftCols(d) *= factor;
  }
};

/// Bound on the rounding error of a product: a sum of d products errs by at most d u times the sum
/// of magnitudes (Higham, "Accuracy and stability of numerical algorithms", 2002, section 3.1),
/// here (|q| + |r|)^2, and so do the norms. The 8 covers the subtraction of the origin.
Eigen::VectorXf slacks(const Side& queries, const Side& references, std::int64_t dimensions) {
  constexpr float unit = std::numeric_limits<float>::epsilon();
  const float farthest = std::sqrt(references.norms.maxCoeff());
  return (queries.norms.array().sqrt() + farthest).square() *
         (static_cast<float>(dimensions + 8) * unit);
}

/// The tiles of queries [first, first + count).
void tiles_of(const View& queries, const View& references, const Eigen::RowVectorXf& origin,
              std::int64_t first, const std::function<void(const DistanceTile&)>& use) {
  const std::int64_t d = queries.cols();
  const std::int64_t count = std::min(tile_queries, queries.rows() - first);
  Side ours;
  ours.set(queries.middleRows(first, count), origin, -2);
  ours.rows.col(d) = ours.norms;
  ours.rows.col(d + 1).setOnes();
  Side theirs;
  Points squared;
  for (std::int64_t at = 0; at < references.rows(); at += tile_references) {
    const std::int64_t size = std::min(tile_references, references.rows() - at);
    theirs.set(references.middleRows(at, size), origin, 1);
    theirs.rows.col(d).setOnes();
    theirs.rows.col(d + 1) = theirs.norms;
    squared.noalias() = ours.rows * theirs.rows.transpose();
    const Eigen::VectorXf slack = slacks(ours, theirs, d);
    use({first, count, at, size, squared.data(), slack.data()});
  }
}

}  // namespace

float rounded_up(double bound) {
  const auto rounded = static_cast<float>(bound);
  return static_cast<double>(rounded) < bound
             ? std::nextafter(rounded, std::numeric_limits<float>::infinity())
             : rounded;
}

void each_distance_tile(const View& queries, const View& references, int threads,
                        const std::function<void(const DistanceTile&)>& use) {
  require(queries.cols() == references.cols(),
          "[distances] expected two sets of points of equal dimensions, got {} and {}",
          queries.cols(), references.cols());
  require(queries.allFinite() && references.allFinite(),
          "[distances] expected finite points, got infinite ones or NaN");
  if (queries.rows() == 0 || references.rows() == 0) {
    return;
  }
  const Eigen::RowVectorXf origin = references.colwise().mean();
  const std::int64_t rows = (queries.rows() + tile_queries - 1) / tile_queries;
  kernels::parallel_for(rows, threads, [&](std::int64_t row) {
    tiles_of(queries, references, origin, row * tile_queries, use);
  });
}

}  // namespace akin::numerics
