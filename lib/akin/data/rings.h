#pragma once

#include <cstdint>
#include <vector>

namespace akin::data {

/// The ring of Gaussians (Metz et al. 2017) in 2-D: `modes` centres on the unit circle, each with
/// standard deviation `spread`.
struct Rings {
  int modes = 8;
  double spread = 0.05;

  /// Samples points, [count, 2] row-major; a pure function of (seed, index).
  [[nodiscard]] std::vector<float> points(std::int64_t count, std::uint64_t seed,
                                          std::uint64_t index = 0) const;

  /// The number of modes with at least one point, and the fraction of points within 3 spreads of a
  /// centre.
  struct Fit {
    int modes = 0;
    double near = 0;
  };
  [[nodiscard]] Fit fit(const std::vector<float>& points) const;
};

}  // namespace akin::data
