#pragma once

#include <vector>

#include "akin/kernels/packed_matrix.h"

namespace akin::kernels {

/// A normalisation over rows of `size` numbers.
struct Norm {
  std::int64_t size;
  float eps;
};

/// Rotary position embedding (RoPE): for each row of x, size / 2 cosines and as many sines of its
/// position's angles.
struct RotaryTable {
  const float* cosines;  ///< [rows, size / 2]
  const float* sines;    ///< [rows, size / 2]
};

/// Row operations of a Transformer, each over `count` rows; rms(x) = sqrt(mean(x^2) + eps).
/// Gradients are exact: with u = x / rms(x) and g the gradient at u, the gradient at x is
/// (g - u mean(u g)) / rms(x).
struct NormKernels {
  /// RMSNorm (Zhang & Sennrich 2019): y = gain x / rms(x).
  void (*rms_norm)(const Norm& norm, const float* gain, Rows<const float> x, std::int64_t count,
                   Rows<float> y);
  /// Sets grad_x, and adds the gradient at the gain to grad_gain [size].
  void (*rms_norm_gradient)(const Norm& norm, const float* gain, Rows<const float> x,
                            Rows<const float> grad_y, std::int64_t count, Rows<float> grad_x,
                            float* grad_gain);
  /// Rotary position embedding of x / rms(x) (Su et al. 2021, eq. 34): the pair (a, b) =
  /// (i, i + size / 2) becomes (a cos - b sin, a sin + b cos).
  void (*rotary_rms_norm)(const Norm& norm, const RotaryTable& table, Rows<const float> x,
                          std::int64_t count, Rows<float> y);
  void (*rotary_rms_norm_gradient)(const Norm& norm, const RotaryTable& table, Rows<const float> x,
                                   Rows<const float> grad_y, std::int64_t count,
                                   Rows<float> grad_x);
  /// Rotary position embedding of x, `size` numbers in a row.
  void (*rotary)(std::int64_t size, const RotaryTable& table, Rows<const float> x,
                 std::int64_t count, Rows<float> y);
  /// LayerNorm without bias (Ba et al. 2016): y = gain (x - mean) / sqrt(variance + eps).
  void (*layer_norm)(const Norm& norm, const float* gain, Rows<const float> x, std::int64_t count,
                     Rows<float> y);
};

/// Supported versions, fastest first.
std::vector<NormKernels> norm_kernels();

}  // namespace akin::kernels
