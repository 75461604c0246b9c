#pragma once

#include <cstdint>
#include <vector>

namespace akin::numerics {

/// Batch normalisation of channels with a leaky rectifier behind it: y = r(scale x + shift), where
/// r(a) is a above 0 and slope a elsewhere. Numbers lie pixel after pixel, the channels of one in
/// turn. What is known of a channel stands once for each place of a `period`, a multiple of the
/// number of channels; so do sums over its numbers. Passes begin at a period's start.
struct ChannelNorm {
  std::int64_t period;
  float slope;
  const float* origin;  ///< near the mean: sums of x - origin lose little where that is far from 0
  const float* scale;
  const float* shift;
};

/// The passes over memory that it takes.
struct ChannelNormKernels {
  /// sums += x - origin, squares += (x - origin)^2.
  void (*moments)(const ChannelNorm& norm, const float* x, std::int64_t n, float* sums,
                  float* squares);
  /// y = r(scale x + shift).
  void (*forward)(const ChannelNorm& norm, const float* x, std::int64_t n, float* y);
  /// With g the gradient at scale x + shift: sums += g, products += g (x - origin).
  void (*gradient_sums)(const ChannelNorm& norm, const float* x, const float* at_y, std::int64_t n,
                        float* sums, float* products);
  /// at_x = scale g + factor x + rest.
  void (*backward)(const ChannelNorm& norm, const float* x, const float* at_y, std::int64_t n,
                   const float* factor, const float* rest, float* at_x);
};

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<ChannelNormKernels> channel_norm_kernels();

}  // namespace akin::numerics
