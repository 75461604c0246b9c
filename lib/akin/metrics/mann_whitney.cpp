#include "akin/metrics/mann_whitney.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace akin::metrics {

double mann_whitney_z(const std::vector<float>& a, std::vector<float> b) {
  std::sort(b.begin(), b.end());
  std::int64_t twice_u = 0;
  for (const float x : a) {
    const auto [below, above] = std::equal_range(b.begin(), b.end(), x);
    twice_u += (below - b.begin()) + (above - b.begin());
  }
  const auto m = static_cast<double>(a.size());
  const auto n = static_cast<double>(b.size());
  const double u = static_cast<double>(twice_u) / 2;
  return (u - (n * m / 2 - 0.5)) / std::sqrt(n * m * (n + m + 1) / 12);
}

}  // namespace akin::metrics
