#pragma once

#include <cstdint>
#include <functional>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// A part of the matrix of squared distances between queries and references, up to rounding. Where
/// float overflows, numbers are infinite or NaN, slacks too: a test must be so written that what is
/// no number is looked at.
struct DistanceTile {
  std::int64_t first_query;
  std::int64_t queries;
  std::int64_t first_reference;
  std::int64_t references;
  const float* squared;  ///< [queries][references]
  const float* slack;    ///< [queries]: squared is off by no more
};

/// Calls `use` for all tiles, by blocked products in float of both sets less the references' mean.
/// Memory: 300 KB a thread, whatever the counts. The tiles of one query come one after another on
/// one thread, by rising references; other queries' at the same time on others.
/// Errors: other dimensions, a coordinate that is not finite.
void each_distance_tile(const Eigen::Ref<const Points>& queries,
                        const Eigen::Ref<const Points>& references, int threads,
                        const std::function<void(const DistanceTile&)>& use);

/// Directly and in double: what decides where a tile's slack leaves doubt. The same for (a, i, b,
/// j) and (b, j, a, i), 0 for equal rows.
inline double squared_distance(const Eigen::Ref<const Points>& a, std::int64_t i,
                               const Eigen::Ref<const Points>& b, std::int64_t j) {
  return (a.row(i).cast<double>() - b.row(j).cast<double>()).squaredNorm();
}

/// The least float that is not below `bound`, to compare floats with.
float rounded_up(double bound);

}  // namespace akin::numerics
