#include "akin/metrics/neighbourhoods.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <vector>

#include "akin/base/settings.h"
#include "akin/metrics/point_sets.h"
#include "akin/numerics/distance_tiles.h"
#include "akin/numerics/nearest_few.h"

namespace akin::metrics {
namespace {

using numerics::DistanceTile;
using PointsView = Eigen::Ref<const numerics::Points>;

/// Squared radii of balls around points.
struct Balls {
  Eigen::VectorXd overlap;   ///< for precision and recall
  Eigen::VectorXd coverage;  ///< for density and coverage
  Eigen::VectorXf outer;     ///< the larger of the two, rounded up

  Balls(const Eigen::MatrixXd& squared, const NeighbourhoodOptions& options) {
    overlap = squared.col(options.overlap_neighbours - 1);
    coverage = squared.col(options.coverage_neighbours - 1);
    outer = overlap.cwiseMax(coverage).unaryExpr(&numerics::rounded_up);
  }
};

std::int64_t most_neighbours(const NeighbourhoodOptions& options) {
  return std::max(options.overlap_neighbours, options.coverage_neighbours);
}

Eigen::MatrixXd squared_radii(const PointsView& points, const NeighbourhoodOptions& options) {
  return numerics::nearest_few(points, most_neighbours(options), options.threads);
}

/// Which balls contain which points of the other set. A thread owns the generated points of its
/// tiles; flags of real points are only ever set, so the order does not matter.
class BallCounts {
 public:
  BallCounts(const PointsView& real, const Eigen::MatrixXd& radii_of_real,
             const PointsView& generated, const NeighbourhoodOptions& options)
      : real_(real),
        generated_(generated),
        around_real_(radii_of_real, options),
        around_generated_(squared_radii(generated, options), options),
        precise_(static_cast<std::size_t>(generated.rows())),
        balls_(static_cast<std::size_t>(generated.rows())),
        recalled_(static_cast<std::size_t>(real.rows())),
        covered_(static_cast<std::size_t>(real.rows())) {
    numerics::each_distance_tile(generated, real, options.threads,
                                 [this](const DistanceTile& tile) {
                                   for (std::int64_t row = 0; row < tile.queries; ++row) {
                                     count_row(tile, row);
                                   }
                                 });
  }

  [[nodiscard]] Neighbourhoods shares(std::int64_t k) const {
    const auto share = [](const auto& flags) {
      return static_cast<double>(std::count(flags.begin(), flags.end(), true)) /
             static_cast<double>(flags.size());
    };
    const auto balls = std::accumulate(balls_.begin(), balls_.end(), std::int64_t{0});
    return {.precision = share(precise_),
            .recall = share(recalled_),
            .density = static_cast<double>(balls) /
                       (static_cast<double>(k) * static_cast<double>(balls_.size())),
            .coverage = share(covered_)};
  }

 private:
  void count_row(const DistanceTile& tile, std::int64_t row) {
    const float* squared = tile.squared + row * tile.references;
    const float* outer = around_real_.outer.data() + tile.first_reference;
    const std::int64_t j = tile.first_query + row;
    const float own = numerics::rounded_up(around_generated_.overlap[j]);
    const float slack = tile.slack[row];
    for (std::int64_t i = 0; i < tile.references; ++i) {
      if (!(squared[i] - slack > std::max(outer[i], own))) {
        count_pair(tile.first_reference + i, j, static_cast<double>(squared[i]),
                   static_cast<double>(slack));
      }
    }
  }

  void count_pair(std::int64_t i, std::int64_t j, double squared, double slack) {
    const double overlap = around_real_.overlap[i];
    const double coverage = around_real_.coverage[i];
    const double own = around_generated_.overlap[j];
    const auto doubtful = [&](double radius) { return !(std::abs(squared - radius) > slack); };
    if (doubtful(overlap) || doubtful(coverage) || doubtful(own)) {
      squared = numerics::squared_distance(real_, i, generated_, j);
    }
    const auto at = static_cast<std::size_t>(i);
    if (squared <= overlap) {
      precise_[static_cast<std::size_t>(j)] = 1;
    }
    if (squared < coverage) {
      ++balls_[static_cast<std::size_t>(j)];
      covered_[at].store(true, std::memory_order_relaxed);
    }
    if (squared <= own) {
      recalled_[at].store(true, std::memory_order_relaxed);
    }
  }

  PointsView real_;
  PointsView generated_;
  Balls around_real_;
  Balls around_generated_;
  std::vector<char> precise_;                ///< [generated] inside some real point's ball
  std::vector<std::int64_t> balls_;          ///< [generated] number of real balls it is in
  std::vector<std::atomic<bool>> recalled_;  ///< [real] inside some generated point's ball
  std::vector<std::atomic<bool>> covered_;   ///< [real] its ball contains a generated point
};

}  // namespace

NeighbourhoodTest::NeighbourhoodTest(const PointsView& real, const NeighbourhoodOptions& options)
    : options_(options), real_(real) {
  require_in_range("overlap_neighbours", options.overlap_neighbours, {.low = 1});
  require_in_range("coverage_neighbours", options.coverage_neighbours, {.low = 1});
  check_point_sets("neighbourhoods", real, real, most_neighbours(options) + 1);
  squared_radii_ = squared_radii(real_, options);
}

Neighbourhoods NeighbourhoodTest::score(const PointsView& generated) const {
  check_point_sets("neighbourhoods", real_, generated, most_neighbours(options_) + 1);
  return BallCounts(real_, squared_radii_, generated, options_)
      .shares(options_.coverage_neighbours);
}

Neighbourhoods neighbourhoods(const PointsView& real, const PointsView& generated,
                              const NeighbourhoodOptions& options) {
  return NeighbourhoodTest(real, options).score(generated);
}

}  // namespace akin::metrics
