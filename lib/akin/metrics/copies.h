#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct CopyRate {
  double share = 0;      ///< of the samples closer than `threshold`, in [0, 1]
  double threshold = 0;  ///< a distance
};

/// The share of samples closer to the training set than 99.9 % of the test points are, from the
/// distances of both to their nearest training points (`numerics::nearest`). With n test distances
/// sorted ascending, the threshold is number floor(n / 1000) + 1; a sample counts if it is strictly
/// below it, so at most 0.1 % of the test points themselves would. With fewer than 1000 test points
/// the threshold is the smallest test distance. If more than 0.1 % of the test points are training
/// points, the threshold is 0 and nothing counts: such data say nothing about copies.
/// Errors: no samples, no test points, a distance that is NaN.
CopyRate copy_rate(std::span<const float> samples, std::span<const float> test);

struct Authenticity {
  double share = 0;          ///< of the samples that are authentic, in [0, 1]
  std::int64_t anchors = 0;  ///< training points that are the nearest of some sample
};

/// Authenticity (Alaa et al. 2022, "How faithful is your synthetic data?"): a sample g with nearest
/// training point t* is authentic if it is farther from t* than t* is from its own nearest training
/// point, d(g, t*) > min over t != t* of d(t*, t). Ties and copies are not authentic. Around a
/// training point that occurs twice everything but a copy is authentic.
/// `found`: the nearest of `training` for every sample, from `numerics::nearest`.
/// Errors: no samples, fewer than two training points, an index out of range, a coordinate that is
/// not finite.
Authenticity authenticity(const numerics::Neighbours& found,
                          const Eigen::Ref<const numerics::Points>& training, int threads = 0);

struct PlantOptions {
  double share = 0.01;  ///< of the points that become copies, in [0, 1]
  double noise = 0;  ///< standard deviation of the normal noise on every coordinate of a copy, in
                     ///< the units of the points; 0: exact copies
  std::uint64_t seed = 0;
};

struct PlantedCopies {
  numerics::Points points;            ///< [count, dimensions]
  std::vector<std::int64_t> rows;     ///< rows of `points` that are copies
  std::vector<std::int64_t> sources;  ///< for each of them, the training point it copies
};

/// Replaces a share of `points`, rounded to the nearest count, with copies of training points. What
/// a memorisation metric says of such a set calibrates it. Rows are distinct and random, and so are
/// sources as long as there are enough. With the same seed the copies of a smaller share are a
/// subset of those of a larger one.
/// Errors: options out of range (UsageError); copies of an empty training set, different
/// dimensions.
PlantedCopies plant_copies(const Eigen::Ref<const numerics::Points>& points,
                           const Eigen::Ref<const numerics::Points>& training,
                           const PlantOptions& options);

}  // namespace akin::metrics
