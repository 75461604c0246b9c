#include "akin/metrics/plant.h"

#include <cmath>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"

namespace akin::metrics {

Planted plant(const Eigen::Ref<const numerics::Points>& points,
              const Eigen::Ref<const numerics::Points>& training, const PlantOptions& options) {
  require_in_range("share", options.share, {.low = 0, .high = 1});
  require_in_range("noise", options.noise, {.low = 0});
  require(points.cols() == training.cols(),
          "[plant] expected points and training points of equal dimensions, got {} and {}",
          points.cols(), training.cols());
  const auto count =
      static_cast<std::int64_t>(std::llround(options.share * static_cast<double>(points.rows())));
  require(count == 0 || training.rows() > 0, "[plant] expected a training point to copy, got none");
  Planted planted{points, {}, {}};
  Random random(options.seed, "plant");
  const Permutation rows(points.rows(), random.bits());
  const Permutation sources(training.rows(), random.bits());
  for (std::int64_t i = 0; i < count; ++i) {
    planted.rows.push_back(rows(i));
    planted.sources.push_back(sources(i % training.rows()));
    auto row = planted.points.row(planted.rows.back());
    row = training.row(planted.sources.back());
    for (float& x : row) {
      x += static_cast<float>(options.noise * random.normal());
    }
  }
  return planted;
}

}  // namespace akin::metrics
