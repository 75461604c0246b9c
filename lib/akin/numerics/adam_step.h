#pragma once

#include <cstdint>
#include <vector>

namespace akin::numerics {

/// What one step of Adam is with (Kingma & Ba 2015, end of section 2).
struct AdamStep {
  float beta2;
  float new1;        ///< 1 - beta1, not taken from a rounded beta1
  float new2;        ///< 1 - beta2
  float rate;        ///< lr / (1 - beta1^t)
  float correction;  ///< 1 / sqrt(1 - beta2^t)
  float eps;
  float decay;  ///< share that values lose before the step, where they decay
  float scale;  ///< of the gradient, which clipping makes less than 1
  float part;   ///< of the gradient that `others` makes up, where there are any
};

/// Vectors of equal length.
struct AdamVectors {
  float* values;
  const float* gradients;
  const float* others;  ///< gradients of another part of the batch; null: none
  float* first_moment;
  float* second_moment;
  const float* decayed;  ///< 1 where values decay, 0 elsewhere; null: nowhere
};

struct AdamKernels {
  /// Does the step for elements [begin, end): each is read and written once, where operations on
  /// whole vectors go through the memory one after the other.
  void (*step)(const AdamStep& step, const AdamVectors& vectors, std::int64_t begin,
               std::int64_t end);
  /// The sum of the gradient's squares there, before it is scaled.
  double (*squares)(const AdamStep& step, const AdamVectors& vectors, std::int64_t begin,
                    std::int64_t end);
};

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<AdamKernels> adam_kernels();

}  // namespace akin::numerics
