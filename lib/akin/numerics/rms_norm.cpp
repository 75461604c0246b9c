#include "akin/numerics/rms_norm.h"

#include <cmath>

#include "akin/numerics/lanes.h"

namespace akin::numerics {
namespace {

/// 1 / rms(x)
[[gnu::always_inline]] inline float scale_of(const RmsNorm& norm, const float* __restrict x) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::int64_t i = 0; i < norm.size; ++i) {
    sum += x[i] * x[i];
  }
  return 1 / std::sqrt(sum / static_cast<float>(norm.size) + norm.eps);
}

/// out = (g - x scale^2 mean(x g)) scale, where `product` is the sum of x g.
[[gnu::always_inline]] inline void gradient_at(const RmsNorm& norm, const float* __restrict x,
                                               const float* g, float product, float scale,
                                               float* out) {
  const float part = product * scale * scale / static_cast<float>(norm.size);
#pragma omp simd
  for (std::int64_t i = 0; i < norm.size; ++i) {
    out[i] = (g[i] - x[i] * part) * scale;
  }
}

[[gnu::always_inline]] inline void scaled(const RmsNorm& norm, const float* __restrict gain,
                                          Rows<const float> x, std::int64_t count, Rows<float> y) {
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict in = x[row];
    float* __restrict out = y[row];
    const float scale = scale_of(norm, in);
    for (std::int64_t i = 0; i < norm.size; ++i) {
      out[i] = in[i] * scale * gain[i];
    }
  }
}

[[gnu::always_inline]] inline void scaled_gradient(const RmsNorm& norm,
                                                   const float* __restrict gain,
                                                   Rows<const float> x, Rows<const float> at_y,
                                                   std::int64_t count, Rows<float> at_x,
                                                   float* __restrict at_gain) {
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict in = x[row];
    const float* __restrict gradient = at_y[row];
    float* __restrict out = at_x[row];
    const float scale = scale_of(norm, in);
    float product = 0;
#pragma omp simd reduction(+ : product)
    for (std::int64_t i = 0; i < norm.size; ++i) {
      at_gain[i] += gradient[i] * in[i] * scale;
      out[i] = gradient[i] * gain[i];
      product += out[i] * in[i];
    }
    gradient_at(norm, in, out, product, scale, out);
  }
}

[[gnu::always_inline]] inline void turned(const RmsNorm& norm, const Angles& angles,
                                          Rows<const float> x, std::int64_t count, Rows<float> y) {
  const std::int64_t half = norm.size / 2;
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict cosines = angles.cosines + row * half;
    const float* __restrict sines = angles.sines + row * half;
    const float* __restrict in = x[row];
    float* __restrict out = y[row];
    const float scale = scale_of(norm, in);
#pragma omp simd
    for (std::int64_t i = 0; i < half; ++i) {
      const float a = in[i] * scale;
      const float b = in[i + half] * scale;
      out[i] = a * cosines[i] - b * sines[i];
      out[i + half] = a * sines[i] + b * cosines[i];
    }
  }
}

[[gnu::always_inline]] inline void turned_gradient(const RmsNorm& norm, const Angles& angles,
                                                   Rows<const float> x, Rows<const float> at_y,
                                                   std::int64_t count, Rows<float> at_x) {
  const std::int64_t half = norm.size / 2;
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict cosines = angles.cosines + row * half;
    const float* __restrict sines = angles.sines + row * half;
    const float* __restrict in = x[row];
    const float* __restrict gradient = at_y[row];
    float* __restrict out = at_x[row];
    float product = 0;
#pragma omp simd reduction(+ : product)
    for (std::int64_t i = 0; i < half; ++i) {  // turned back
      out[i] = gradient[i] * cosines[i] + gradient[i + half] * sines[i];
      out[i + half] = gradient[i + half] * cosines[i] - gradient[i] * sines[i];
      product += out[i] * in[i] + out[i + half] * in[i + half];
    }
    gradient_at(norm, in, out, product, scale_of(norm, in), out);
  }
}

}  // namespace

std::vector<RmsNormKernels> rms_norm_kernels() {
  return runnable<RmsNormKernels>(Loops<scaled, scaled_gradient, turned, turned_gradient>{});
}

}  // namespace akin::numerics
