#include "akin/numerics/nearest_few.h"

#include <algorithm>
#include <limits>
#include <span>

#include "akin/base/require.h"
#include "akin/numerics/distance_tiles.h"

namespace akin::numerics {
namespace {

using View = Eigen::Ref<const Points>;

/// Inserts `value` into ascending `few` and drops the greatest.
void insert(std::span<double> few, double value) {
  const auto at = std::upper_bound(few.begin(), few.end(), value);
  std::copy_backward(at, few.end() - 1, few.end());
  *at = value;
}

/// Updates the nearest `few` of one point from its row of a tile.
void search_row(const View& points, const DistanceTile& tile, std::int64_t row,
                std::span<double> few) {
  const float* squared = tile.squared + row * tile.references;
  const std::int64_t self = tile.first_query + row;
  const auto slack = static_cast<double>(tile.slack[row]);
  float bound = rounded_up(few.back() + slack);
  for (std::int64_t j = 0; j < tile.references && few.back() > 0; ++j) {
    if (squared[j] > bound || tile.first_reference + j == self) {
      continue;
    }
    const double exact = squared_distance(points, self, points, tile.first_reference + j);
    if (exact < few.back()) {
      insert(few, exact);
      bound = rounded_up(few.back() + slack);
    }
  }
}

}  // namespace

SquaredDistances nearest_few(const View& points, std::int64_t k, int threads) {
  require<UsageError>(k >= 1, "[nearest_few] expected one neighbour or more, got {}", k);
  require(points.rows() > k, "[nearest_few] expected more than {} points for {} neighbours, got {}",
          k, k, points.rows());
  SquaredDistances found =
      SquaredDistances::Constant(points.rows(), k, std::numeric_limits<double>::infinity());
  each_distance_tile(points, points, threads, [&](const DistanceTile& tile) {
    for (std::int64_t row = 0; row < tile.queries; ++row) {
      search_row(points, tile, row,
                 {&found(tile.first_query + row, 0), static_cast<std::size_t>(k)});
    }
  });
  return found;
}

}  // namespace akin::numerics
