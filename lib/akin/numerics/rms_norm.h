#pragma once

#include <vector>

#include "akin/numerics/rows.h"

namespace akin::numerics {

/// Rows of a Transformer divided by rms(x) = sqrt(mean(x^2) + eps) (Zhang & Sennrich 2019), with
/// what follows in the same pass.
struct RmsNorm {
  std::int64_t size;  ///< numbers in a row
  float eps;
};

/// For each row its angles: row i of `size / 2` cosines and as many sines.
struct Angles {
  const float* cosines;
  const float* sines;
};

/// Gradients are exact: with u = x / rms(x) and g that at u, x's is (g - u mean(u g)) / rms(x).
struct RmsNormKernels {
  /// y = gain x / rms(x), for `count` rows.
  void (*scaled)(const RmsNorm& norm, const float* gain, Rows<const float> x, std::int64_t count,
                 Rows<float> y);
  /// at_x, and at_gain [size] += the gradient at the gain.
  void (*scaled_gradient)(const RmsNorm& norm, const float* gain, Rows<const float> x,
                          Rows<const float> at_y, std::int64_t count, Rows<float> at_x,
                          float* at_gain);
  /// y = x / rms(x) with its pairs (i, i + size / 2) turned by their angles (Su et al. 2021, eq.
  /// 34).
  void (*turned)(const RmsNorm& norm, const Angles& angles, Rows<const float> x, std::int64_t count,
                 Rows<float> y);
  void (*turned_gradient)(const RmsNorm& norm, const Angles& angles, Rows<const float> x,
                          Rows<const float> at_y, std::int64_t count, Rows<float> at_x);
};

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<RmsNormKernels> rms_norm_kernels();

}  // namespace akin::numerics
