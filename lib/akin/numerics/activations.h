#pragma once

#include <cstdint>
#include <vector>

#include "akin/numerics/lanes.h"

namespace akin::numerics {

/// A function of single numbers and its derivative, each in one pass over n numbers of float or of
/// bf16, which are computed with as floats and rounded at the end. The result may take the place of
/// an argument. NaN stays NaN.
struct Activation {
  /// y = f(x).
  void (*forward)(const float* x, std::int64_t n, float* y);
  /// at_x = f'(x) at_y.
  void (*backward)(const float* x, const float* at_y, std::int64_t n, float* at_x);
  void (*bf16_forward)(const BFloat16* x, std::int64_t n, BFloat16* y);
  void (*bf16_backward)(const BFloat16* x, const BFloat16* at_y, std::int64_t n, BFloat16* at_x);
};

// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.

/// max(x, 0)^2 (So et al. 2021, "Primer").
std::vector<Activation> squared_relus();

/// x / 2 (1 + erf(x / sqrt(2))) (Hendrycks & Gimpel 2016), up to 3e-7 |x|; its derivative up to
/// 3e-7 (1 + |x|).
std::vector<Activation> gelus();

}  // namespace akin::numerics
