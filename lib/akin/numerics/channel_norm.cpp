#include "akin/numerics/channel_norm.h"

#include <algorithm>

#include "akin/numerics/lanes.h"

namespace akin::numerics {
namespace {

[[gnu::always_inline]] inline void moments_of(const ChannelNorm& norm, const float* x,
                                              std::int64_t n, float* __restrict sums,
                                              float* __restrict squares) {
  const float* __restrict origin = norm.origin;
  for (std::int64_t first = 0; first < n; first += norm.period) {
    const std::int64_t count = std::min(norm.period, n - first);
    const float* __restrict in = x + first;
    for (std::int64_t i = 0; i < count; ++i) {
      const float d = in[i] - origin[i];
      sums[i] += d;
      squares[i] += d * d;
    }
  }
}

[[gnu::always_inline]] inline void forward_of(const ChannelNorm& norm, const float* x,
                                              std::int64_t n, float* y) {
  const ChannelNorm at = norm;  // a copy: what is written below cannot change it
  for (std::int64_t first = 0; first < n; first += at.period) {
    const std::int64_t count = std::min(at.period, n - first);
    const float* __restrict in = x + first;
    float* __restrict out = y + first;
    for (std::int64_t i = 0; i < count; ++i) {
      const float a = in[i] * at.scale[i] + at.shift[i];
      out[i] = a > 0 ? a : a * at.slope;
    }
  }
}

[[gnu::always_inline]] inline void gradient_sums_of(const ChannelNorm& norm, const float* x,
                                                    const float* at_y, std::int64_t n,
                                                    float* __restrict sums,
                                                    float* __restrict products) {
  const ChannelNorm at = norm;
  for (std::int64_t first = 0; first < n; first += at.period) {
    const std::int64_t count = std::min(at.period, n - first);
    const float* __restrict in = x + first;
    const float* __restrict gradient = at_y + first;
    for (std::int64_t i = 0; i < count; ++i) {
      const float a = in[i] * at.scale[i] + at.shift[i];
      const float g = gradient[i] * (a > 0 ? 1.0F : at.slope);
      sums[i] += g;
      products[i] += g * (in[i] - at.origin[i]);
    }
  }
}

[[gnu::always_inline]] inline void backward_of(const ChannelNorm& norm, const float* x,
                                               const float* at_y, std::int64_t n,
                                               const float* __restrict factor,
                                               const float* __restrict rest, float* at_x) {
  const ChannelNorm at = norm;
  for (std::int64_t first = 0; first < n; first += at.period) {
    const std::int64_t count = std::min(at.period, n - first);
    const float* __restrict in = x + first;
    const float* __restrict gradient = at_y + first;
    float* __restrict out = at_x + first;
    for (std::int64_t i = 0; i < count; ++i) {
      const float a = in[i] * at.scale[i] + at.shift[i];
      const float g = gradient[i] * (a > 0 ? 1.0F : at.slope);
      out[i] = g * at.scale[i] + in[i] * factor[i] + rest[i];
    }
  }
}

}  // namespace

std::vector<ChannelNormKernels> channel_norm_kernels() {
  return runnable<ChannelNormKernels>(
      Loops<moments_of, forward_of, gradient_sums_of, backward_of>{});
}

}  // namespace akin::numerics
