#pragma once

#include <cstdint>
#include <span>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct CopyRate {
  double share = 0;      ///< of the samples that are nearer than `threshold`, in [0, 1]
  double threshold = 0;  ///< a distance
};

/// The share of samples nearer to the training set than 99.9 % of the test points are, from the
/// distances of both to their nearest training points (`numerics::nearest`). Of n test distances in
/// rising order the threshold is number floor(n / 1000) + 1: a sample counts that is strictly below
/// it, and so do at most 0.1 % of the test points themselves. Of fewer than 1000 test points it is
/// the least, so that a sample counts only where it is nearer than all of them. Where more than
/// 0.1 % of the test points stand in the training set, the threshold is 0 and nothing counts: such
/// data say nothing about copies.
/// Errors: no sample, no test point, a distance that is NaN.
CopyRate copy_rate(std::span<const float> samples, std::span<const float> test);

struct Authenticity {
  double share = 0;          ///< of the samples that are authentic, in [0, 1]
  std::int64_t anchors = 0;  ///< training points that are the nearest of some sample
};

/// Alaa et al. 2022, "How faithful is your synthetic data?": sample g is authentic where it is
/// farther from its nearest training point t* than t* is from its own nearest training point,
/// d(g, t*) > min over t != t* of d(t*, t). A tie is not authentic, and a copy never is. Around a
/// training point that stands in the set twice everything is authentic but a copy.
/// `found`: the nearest of `training` for every sample, by `numerics::nearest`.
/// Errors: no sample, fewer than two training points, an index out of range, a coordinate that is
/// not finite.
Authenticity authenticity(const numerics::Neighbours& found,
                          const Eigen::Ref<const numerics::Points>& training, int threads = 0);

}  // namespace akin::metrics
