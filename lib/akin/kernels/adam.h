#pragma once

#include <cstdint>
#include <vector>

namespace akin::kernels {

/// The numbers of one Adam step (Kingma & Ba 2015, end of section 2):
///
///     g = gradient_scale * gradient
///     m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
///     value = value - weight_decay * value * decayed - step_size m / (sqrt(v) c + eps)
struct AdamStep {
  float beta2;
  float one_minus_beta1;  ///< computed in double, not from a rounded beta1
  float one_minus_beta2;
  float step_size;                ///< lr / (1 - beta1^t)
  float inverse_root_correction;  ///< c = 1 / sqrt(1 - beta2^t)
  float eps;
  float weight_decay;    ///< lr * decoupled weight decay
  float gradient_scale;  ///< below 1 where the gradient is clipped
  float others_weight;   ///< of `other_gradients` in the mean with `gradients`
};

/// Vectors of equal length.
struct AdamVectors {
  float* values;
  const float* gradients;
  const float* other_gradients;  ///< of another shard of the batch, or null
  float* first_moment;
  float* second_moment;
  const float* decayed;  ///< 1 where weight decay applies, else 0; null: nowhere
};

struct AdamKernels {
  /// Updates elements [begin, end) in one pass over memory.
  void (*step)(const AdamStep& step, const AdamVectors& vectors, std::int64_t begin,
               std::int64_t end);
  /// Sum of the squared, unscaled gradient over [begin, end).
  double (*squares)(const AdamStep& step, const AdamVectors& vectors, std::int64_t begin,
                    std::int64_t end);
};

/// Supported versions, fastest first.
std::vector<AdamKernels> adam_kernels();

}  // namespace akin::kernels
