#pragma once

#include <cstdint>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

struct KMeansOptions {
  std::int64_t iterations = 100;  ///< at most; 0: initialisation only
  std::uint64_t seed = 0;
  int threads = 0;  ///< 0: one per core; does not affect the result
};

struct KMeans {
  Points centroids;                      ///< [clusters, dimensions]
  std::vector<std::int64_t> assignment;  ///< [points] the nearest centroid; the lowest of ties
  double mean_squared_distance = 0;      ///< of the points to their centroids
  std::int64_t iterations = 0;           ///< updates of the centroids
  bool converged = false;                ///< the last update changed no assignment
};

/// Lloyd's k-means ("Least squares quantization in PCM", 1982) with k-means++ initialisation
/// (Arthur & Vassilvitskii 2007: each next centroid is a point drawn in proportion to its squared
/// distance to the nearest one so far). An empty cluster moves to the point farthest from its
/// centroid; it stays empty only if there are fewer distinct points than clusters. Errors: no
/// cluster (UsageError); fewer points than clusters, a coordinate that is not finite.
KMeans k_means(const Eigen::Ref<const Points>& points, std::int64_t clusters,
               const KMeansOptions& options = {});

/// The same from given initial centroids [clusters, dimensions]; draws no random numbers.
KMeans k_means_from(const Eigen::Ref<const Points>& points, Points centroids,
                    const KMeansOptions& options = {});

}  // namespace akin::numerics
