#pragma once

#include <cstdint>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::metrics {

struct PlantOptions {
  double share = 0.01;  ///< of the points that become copies, in [0, 1]
  double noise = 0;     ///< standard deviation of normal noise on every coordinate of a copy, in
                        ///< the points' units; 0: exact copies
  std::uint64_t seed = 0;
};

struct Planted {
  numerics::Points points;            ///< [count, dimensions], rows in place
  std::vector<std::int64_t> rows;     ///< of `points`, those that are copies
  std::vector<std::int64_t> sources;  ///< [rows] of the training set
};

/// `points` with a share of them, rounded to the nearest count, replaced by training points: a set
/// whose copies are known, to calibrate by it what a figure of memorisation says. Rows are random
/// and different, sources too as long as there are enough. With the same seed a smaller share's
/// copies are among those of a larger one.
/// Errors: options out of range (UsageError); no training point though copies are asked for, other
/// dimensions.
Planted plant(const Eigen::Ref<const numerics::Points>& points,
              const Eigen::Ref<const numerics::Points>& training, const PlantOptions& options);

}  // namespace akin::metrics
