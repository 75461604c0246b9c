#include "akin/metrics/copies.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "akin/base/require.h"

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
  const auto nearer =
      std::count_if(samples.begin(), samples.end(), [threshold](float x) { return x < threshold; });
  return {share_of(nearer, samples.size()), static_cast<double>(threshold)};
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

}  // namespace akin::metrics
