#include "akin/kernels/batch_norm.h"

#include <algorithm>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

[[gnu::always_inline]] inline void moments_of(const BatchNormParameters& norm, const float* x,
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

[[gnu::always_inline]] inline void forward_of(const BatchNormParameters& norm, const float* x,
                                              std::int64_t n, float* y) {
  const BatchNormParameters at = norm;  // a copy, which the stores below cannot alias
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

[[gnu::always_inline]] inline void gradient_sums_of(const BatchNormParameters& norm, const float* x,
                                                    const float* grad_y, std::int64_t n,
                                                    float* __restrict sums,
                                                    float* __restrict products) {
  const BatchNormParameters at = norm;
  for (std::int64_t first = 0; first < n; first += at.period) {
    const std::int64_t count = std::min(at.period, n - first);
    const float* __restrict in = x + first;
    const float* __restrict gradient = grad_y + first;
    for (std::int64_t i = 0; i < count; ++i) {
      const float a = in[i] * at.scale[i] + at.shift[i];
      const float g = gradient[i] * (a > 0 ? 1.0F : at.slope);
      sums[i] += g;
      products[i] += g * (in[i] - at.origin[i]);
    }
  }
}

[[gnu::always_inline]] inline void backward_of(const BatchNormParameters& norm, const float* x,
                                               const float* grad_y, std::int64_t n,
                                               const float* __restrict factor,
                                               const float* __restrict rest, float* grad_x) {
  const BatchNormParameters at = norm;
  for (std::int64_t first = 0; first < n; first += at.period) {
    const std::int64_t count = std::min(at.period, n - first);
    const float* __restrict in = x + first;
    const float* __restrict gradient = grad_y + first;
    float* __restrict out = grad_x + first;
    for (std::int64_t i = 0; i < count; ++i) {
      const float a = in[i] * at.scale[i] + at.shift[i];
      const float g = gradient[i] * (a > 0 ? 1.0F : at.slope);
      out[i] = g * at.scale[i] + in[i] * factor[i] + rest[i];
    }
  }
}

}  // namespace

std::vector<BatchNormKernels> batch_norm_kernels() {
  return supported_versions<BatchNormKernels>(
      Loops<moments_of, forward_of, gradient_sums_of, backward_of>{});
}

}  // namespace akin::kernels
