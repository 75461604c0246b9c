#pragma once

#include <cstdint>
#include <vector>

namespace akin::kernels {

/// An element-wise function and its derivative over n numbers. The output may alias an input. NaN
/// stays NaN.
struct ActivationKernels {
  /// y = f(x).
  void (*forward)(const float* x, std::int64_t n, float* y);
  /// grad_x = f'(x) grad_y.
  void (*backward)(const float* x, const float* grad_y, std::int64_t n, float* grad_x);
};

// Supported versions, fastest first.

/// Squared ReLU: max(x, 0)^2 (So et al. 2021, "Primer").
std::vector<ActivationKernels> squared_relu_kernels();

/// GELU: x / 2 (1 + erf(x / sqrt(2))) (Hendrycks & Gimpel 2016), within 3e-7 |x|; its derivative
/// within 3e-7 (1 + |x|).
std::vector<ActivationKernels> gelu_kernels();

}  // namespace akin::kernels
