#include "akin/numerics/channel_norm.h"

#include <algorithm>

#include "akin/numerics/lanes.h"

namespace akin::numerics {
namespace {

// The compiler makes vectors of these, of the registers that the function has into which they are
// put.

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

void plain_moments(const ChannelNorm& norm, const float* x, std::int64_t n, float* sums,
                   float* squares) {
  moments_of(norm, x, n, sums, squares);
}
void plain_forward(const ChannelNorm& norm, const float* x, std::int64_t n, float* y) {
  forward_of(norm, x, n, y);
}
void plain_gradient_sums(const ChannelNorm& norm, const float* x, const float* at_y, std::int64_t n,
                         float* sums, float* products) {
  gradient_sums_of(norm, x, at_y, n, sums, products);
}
void plain_backward(const ChannelNorm& norm, const float* x, const float* at_y, std::int64_t n,
                    const float* factor, const float* rest, float* at_x) {
  backward_of(norm, x, at_y, n, factor, rest, at_x);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void avx2_moments(const ChannelNorm& norm, const float* x,
                                              std::int64_t n, float* sums, float* squares) {
  moments_of(norm, x, n, sums, squares);
}
[[gnu::target("avx2,fma")]] void avx2_forward(const ChannelNorm& norm, const float* x,
                                              std::int64_t n, float* y) {
  forward_of(norm, x, n, y);
}
[[gnu::target("avx2,fma")]] void avx2_gradient_sums(const ChannelNorm& norm, const float* x,
                                                    const float* at_y, std::int64_t n, float* sums,
                                                    float* products) {
  gradient_sums_of(norm, x, at_y, n, sums, products);
}
[[gnu::target("avx2,fma")]] void avx2_backward(const ChannelNorm& norm, const float* x,
                                               const float* at_y, std::int64_t n,
                                               const float* factor, const float* rest,
                                               float* at_x) {
  backward_of(norm, x, at_y, n, factor, rest, at_x);
}

[[gnu::target("avx512f")]] void avx512_moments(const ChannelNorm& norm, const float* x,
                                               std::int64_t n, float* sums, float* squares) {
  moments_of(norm, x, n, sums, squares);
}
[[gnu::target("avx512f")]] void avx512_forward(const ChannelNorm& norm, const float* x,
                                               std::int64_t n, float* y) {
  forward_of(norm, x, n, y);
}
[[gnu::target("avx512f")]] void avx512_gradient_sums(const ChannelNorm& norm, const float* x,
                                                     const float* at_y, std::int64_t n, float* sums,
                                                     float* products) {
  gradient_sums_of(norm, x, at_y, n, sums, products);
}
[[gnu::target("avx512f")]] void avx512_backward(const ChannelNorm& norm, const float* x,
                                                const float* at_y, std::int64_t n,
                                                const float* factor, const float* rest,
                                                float* at_x) {
  backward_of(norm, x, at_y, n, factor, rest, at_x);
}
#endif

}  // namespace

std::vector<ChannelNormKernels> channel_norm_kernels() {
  const ChannelNormKernels plain = {plain_moments, plain_forward, plain_gradient_sums,
                                    plain_backward};
#if defined(__x86_64__)
  return runnable<ChannelNormKernels>(
      plain, {avx2_moments, avx2_forward, avx2_gradient_sums, avx2_backward},
      {avx512_moments, avx512_forward, avx512_gradient_sums, avx512_backward});
#else
  return {plain};
#endif
}

}  // namespace akin::numerics
