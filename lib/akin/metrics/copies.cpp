#include "akin/metrics/copies.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"

namespace akin::metrics {
namespace {

constexpr std::size_t one_in = 1000;

void check_distances(std::span<const float> distances, const char* of) {
  require(!distances.empty(), "[copy_rate] expected distances of {}, got none", of);
  require(std::none_of(distances.begin(), distances.end(), [](float x) { return std::isnan(x); }),
          "[copy_rate] expected distances of {}, got NaN", of);
}

double share_of(std::int64_t part, std::size_t all) {
  return static_cast<double>(part) / static_cast<double>(all);
}

}  // namespace

CopyRate copy_rate(std::span<const float> samples, std::span<const float> test) {
  check_distances(samples, "samples");
  check_distances(test, "test points");
  std::vector<float> sorted(test.begin(), test.end());
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / one_in);
  std::nth_element(sorted.begin(), at, sorted.end());
  const float threshold = *at;
  const auto closer =
      std::count_if(samples.begin(), samples.end(), [threshold](float x) { return x < threshold; });
  return {share_of(closer, samples.size()), static_cast<double>(threshold)};
}

Authenticity authenticity(const numerics::Neighbours& found,
                          const Eigen::Ref<const numerics::Points>& training, int threads) {
  require(!found.index.empty() && found.index.size() == found.distance.size(),
          "[authenticity] expected an index and a distance for each of one or more samples, got {} "
          "and {}",
          found.index.size(), found.distance.size());
  std::vector<std::int64_t> anchors = found.index;
  std::sort(anchors.begin(), anchors.end());
  anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());
  const auto others = numerics::nearest_other(training, anchors, threads);
  std::int64_t authentic = 0;
  for (std::size_t i = 0; i < found.index.size(); ++i) {
    const auto anchor = std::lower_bound(anchors.begin(), anchors.end(), found.index[i]);
    const auto at = static_cast<std::size_t>(anchor - anchors.begin());
    authentic += found.distance[i] > others.distance[at] ? 1 : 0;
  }
  return {share_of(authentic, found.index.size()), static_cast<std::int64_t>(anchors.size())};
}

PlantedCopies plant_copies(const Eigen::Ref<const numerics::Points>& points,
                           const Eigen::Ref<const numerics::Points>& training,
                           const PlantOptions& options) {
  require_in_range("share", options.share, {.low = 0, .high = 1});
  require_in_range("noise", options.noise, {.low = 0});
  require(points.cols() == training.cols(),
          "[plant] expected points and training points of equal dimensions, got {} and {}",
          points.cols(), training.cols());
  const auto count =
      static_cast<std::int64_t>(std::llround(options.share * static_cast<double>(points.rows())));
  require(count == 0 || training.rows() > 0, "[plant] expected a training point to copy, got none");
  PlantedCopies planted{points, {}, {}};
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
