#pragma once

#include <cstdint>
#include <vector>

namespace akin::data {

/// 2-D points on the classic ring of Gaussians (Metz et al. 2017): `modes` centres on the unit
/// circle, points normal around a centre with standard deviation `spread`.
struct Rings {
  int modes = 8;
  double spread = 0.05;

  /// [count, 2] row-major, centres drawn uniformly; a pure function of (seed, index).
  [[nodiscard]] std::vector<float> points(std::int64_t count, std::uint64_t seed,
                                          std::uint64_t index = 0) const;

  /// How a sample fits: modes hit at least once, and the share of points within 3 spreads of a
  /// centre.
  struct Fit {
    int modes = 0;
    double near = 0;
  };
  [[nodiscard]] Fit fit(const std::vector<float>& points) const;
};

}  // namespace akin::data
