#pragma once

#include <cstdint>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::numerics {

struct KMeansOptions {
  std::int64_t iterations = 100;  ///< at most; 0: only the start
  std::uint64_t seed = 0;
  int threads = 0;  ///< 0 for as many as there are cores; the result is the same for any number
};

struct KMeans {
  Points centroids;                      ///< [clusters, dimensions]
  std::vector<std::int64_t> assignment;  ///< [points] the nearest centroid; the lowest where tied
  double mean_squared_distance = 0;      ///< of the points to their centroids
  std::int64_t iterations = 0;           ///< times that the centroids moved
  bool converged = false;                ///< the last move changed no assignment
};

/// Lloyd's k-means ("Least squares quantization in PCM", 1982) from a k-means++ start (Arthur &
/// Vassilvitskii 2007: every further centroid is a point drawn in proportion to its squared
/// distance to the nearest one so far). A cluster that runs empty moves to the point farthest from
/// its centroid; it stays empty only where there are fewer distinct points than clusters.
/// Errors: no cluster (UsageError); fewer points than clusters, a coordinate that is not finite.
KMeans k_means(const Eigen::Ref<const Points>& points, std::int64_t clusters,
               const KMeansOptions& options = {});

/// The same from a start of one's own, centroids [clusters, dimensions]; draws nothing.
KMeans k_means_from(const Eigen::Ref<const Points>& points, Points centroids,
                    const KMeansOptions& options = {});

}  // namespace akin::numerics
