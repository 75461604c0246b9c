#pragma once

#include <cstdint>
#include <vector>

namespace akin::numerics {

/// max(x, 0)^2 (So et al. 2021, "Primer"), in one pass; NaN stays NaN.
struct SquaredReluKernels {
  /// y = max(x, 0)^2, n numbers.
  void (*forward)(const float* x, std::int64_t n, float* y);
  /// at_x = 2 max(x, 0) at_y.
  void (*backward)(const float* x, const float* at_y, std::int64_t n, float* at_x);
};

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<SquaredReluKernels> squared_relu_kernels();

}  // namespace akin::numerics
