#pragma once

#include <cstdint>
#include <vector>

namespace akin::kernels {

/// Batch normalisation followed by (leaky) ReLU: y = r(scale x + shift), r(a) = a above 0, else
/// slope * a. Numbers are in channels-last order. Arrays over channels are repeated up to `period`,
/// a multiple of the number of channels, and sums have one entry per place of the period. Every
/// pass starts at the beginning of a period.
struct BatchNormParameters {
  std::int64_t period;
  float slope;
  const float* origin;  ///< near the mean: sums of x - origin do not cancel
  const float* scale;
  const float* shift;
};

/// The passes over memory of the forward and backward computation, each over n numbers.
struct BatchNormKernels {
  /// sums += x - origin, squares += (x - origin)^2.
  void (*moments)(const BatchNormParameters& norm, const float* x, std::int64_t n, float* sums,
                  float* squares);
  /// y = r(scale x + shift).
  void (*forward)(const BatchNormParameters& norm, const float* x, std::int64_t n, float* y);
  /// With g the gradient at scale x + shift: sums += g, products += g (x - origin).
  void (*gradient_sums)(const BatchNormParameters& norm, const float* x, const float* grad_y,
                        std::int64_t n, float* sums, float* products);
  /// grad_x = scale g + factor x + rest.
  void (*backward)(const BatchNormParameters& norm, const float* x, const float* grad_y,
                   std::int64_t n, const float* factor, const float* rest, float* grad_x);
};

/// Supported versions, fastest first.
std::vector<BatchNormKernels> batch_norm_kernels();

}  // namespace akin::kernels
