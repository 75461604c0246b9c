#include "akin/kernels/norms.h"

#include <cmath>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

/// 1 / rms(x)
[[gnu::always_inline]] inline float scale_of(const Norm& norm, const float* __restrict x) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::int64_t i = 0; i < norm.size; ++i) {
    sum += x[i] * x[i];
  }
  return 1 / std::sqrt(sum / static_cast<float>(norm.size) + norm.eps);
}

/// out = (g - x scale^2 mean(x g)) scale, where `product` is the sum of x g.
[[gnu::always_inline]] inline void gradient_at(const Norm& norm, const float* __restrict x,
                                               const float* g, float product, float scale,
                                               float* out) {
  const float part = product * scale * scale / static_cast<float>(norm.size);
#pragma omp simd
  for (std::int64_t i = 0; i < norm.size; ++i) {
    out[i] = (g[i] - x[i] * part) * scale;
  }
}

[[gnu::always_inline]] inline void rms_norm(const Norm& norm, const float* __restrict gain,
                                            Rows<const float> x, std::int64_t count,
                                            Rows<float> y) {
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict in = x[row];
    float* __restrict out = y[row];
    const float scale = scale_of(norm, in);
    for (std::int64_t i = 0; i < norm.size; ++i) {
      out[i] = in[i] * scale * gain[i];
    }
  }
}

[[gnu::always_inline]] inline void rms_norm_gradient(const Norm& norm, const float* __restrict gain,
                                                     Rows<const float> x, Rows<const float> grad_y,
                                                     std::int64_t count, Rows<float> grad_x,
                                                     float* __restrict grad_gain) {
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict in = x[row];
    const float* __restrict gradient = grad_y[row];
    float* __restrict out = grad_x[row];
    const float scale = scale_of(norm, in);
    float product = 0;
#pragma omp simd reduction(+ : product)
    for (std::int64_t i = 0; i < norm.size; ++i) {
      grad_gain[i] += gradient[i] * in[i] * scale;
      out[i] = gradient[i] * gain[i];
      product += out[i] * in[i];
    }
    gradient_at(norm, in, out, product, scale, out);
  }
}

/// The rotation of one row, times `scale`.
[[gnu::always_inline]] inline void rotate_row(std::int64_t half, const float* __restrict cosines,
                                              const float* __restrict sines,
                                              const float* __restrict in, float scale,
                                              float* __restrict out) {
#pragma omp simd
  for (std::int64_t i = 0; i < half; ++i) {
    const float a = in[i] * scale;
    const float b = in[i + half] * scale;
    out[i] = a * cosines[i] - b * sines[i];
    out[i + half] = a * sines[i] + b * cosines[i];
  }
}

[[gnu::always_inline]] inline void rotary_rms_norm(const Norm& norm, const RotaryTable& table,
                                                   Rows<const float> x, std::int64_t count,
                                                   Rows<float> y) {
  const std::int64_t half = norm.size / 2;
  for (std::int64_t row = 0; row < count; ++row) {
    rotate_row(half, table.cosines + row * half, table.sines + row * half, x[row],
               scale_of(norm, x[row]), y[row]);
  }
}

[[gnu::always_inline]] inline void rotary(std::int64_t size, const RotaryTable& table,
                                          Rows<const float> x, std::int64_t count, Rows<float> y) {
  const std::int64_t half = size / 2;
  for (std::int64_t row = 0; row < count; ++row) {
    rotate_row(half, table.cosines + row * half, table.sines + row * half, x[row], 1, y[row]);
  }
}

[[gnu::always_inline]] inline void rotary_rms_norm_gradient(
    const Norm& norm, const RotaryTable& table, Rows<const float> x, Rows<const float> grad_y,
    std::int64_t count, Rows<float> grad_x) {
  const std::int64_t half = norm.size / 2;
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict cosines = table.cosines + row * half;
    const float* __restrict sines = table.sines + row * half;
    const float* __restrict in = x[row];
    const float* __restrict gradient = grad_y[row];
    float* __restrict out = grad_x[row];
    float product = 0;
#pragma omp simd reduction(+ : product)
    for (std::int64_t i = 0; i < half; ++i) {  // inverse rotation
      out[i] = gradient[i] * cosines[i] + gradient[i + half] * sines[i];
      out[i + half] = gradient[i + half] * cosines[i] - gradient[i] * sines[i];
      product += out[i] * in[i] + out[i + half] * in[i + half];
    }
    gradient_at(norm, in, out, product, scale_of(norm, in), out);
  }
}

[[gnu::always_inline]] inline void layer_norm(const Norm& norm, const float* __restrict gain,
                                              Rows<const float> x, std::int64_t count,
                                              Rows<float> y) {
  const auto size = static_cast<float>(norm.size);
  for (std::int64_t row = 0; row < count; ++row) {
    const float* __restrict in = x[row];
    float* __restrict out = y[row];
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < norm.size; ++i) {
      sum += in[i];
    }
    const float mean = sum / size;
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < norm.size; ++i) {
      squares += (in[i] - mean) * (in[i] - mean);
    }
    const float scale = 1 / std::sqrt(squares / size + norm.eps);
    for (std::int64_t i = 0; i < norm.size; ++i) {
      out[i] = (in[i] - mean) * scale * gain[i];
    }
  }
}

}  // namespace

std::vector<NormKernels> norm_kernels() {
  return supported_versions<NormKernels>(Loops<rms_norm, rms_norm_gradient, rotary_rms_norm,
                                               rotary_rms_norm_gradient, rotary, layer_norm>{});
}

}  // namespace akin::kernels
