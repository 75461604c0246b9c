#pragma once

#include <cstdint>
#include <functional>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

/// A tile of the matrix of squared distances between queries and references, up to rounding. Where
/// float overflows, distances and slacks are infinite or NaN; write comparisons so that NaN counts
/// as a candidate.
struct DistanceTile {
  std::int64_t first_query;
  std::int64_t queries;
  std::int64_t first_reference;
  std::int64_t references;
  const float* squared;  ///< [queries][references]
  const float* slack;    ///< [queries] bound on the error of `squared`
};

/// Calls `use` for all tiles, computed by blocked products in float of both sets less the mean of
/// the references. Takes 300 KB per thread. The tiles of a query come in order of their references
/// on one thread, those of different queries concurrently.
/// Errors: different dimensions, a coordinate that is not finite.
void each_distance_tile(const Eigen::Ref<const Points>& queries,
                        const Eigen::Ref<const Points>& references, int threads,
                        const std::function<void(const DistanceTile&)>& use);

/// The squared distance in double, for cases within a tile's slack. Symmetric in (a, i) and (b, j),
/// and 0 for equal rows.
inline double squared_distance(const Eigen::Ref<const Points>& a, std::int64_t i,
                               const Eigen::Ref<const Points>& b, std::int64_t j) {
  return (a.row(i).cast<double>() - b.row(j).cast<double>()).squaredNorm();
}

/// The least float that is not below `bound`.
float rounded_up(double bound);

}  // namespace akin::numerics
