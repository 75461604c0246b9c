#include "akin/kernels/adam.h"

#include <algorithm>
#include <cmath>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

/// The weighted mean of one or two gradients.
template <bool two>
[[gnu::always_inline]] inline float gradient_at(const float* gradients, const float* others,
                                                float part, std::int64_t i) {
  return two ? gradients[i] + (others[i] - gradients[i]) * part : gradients[i];
}

template <bool decay, bool two>
[[gnu::always_inline]] inline void step_all(const AdamStep& step, const AdamVectors& vectors,
                                            std::int64_t begin, std::int64_t end) {
  const AdamStep s = step;  // a copy, which the stores below cannot alias
  const float* decayed = vectors.decayed;
  float* __restrict values = vectors.values;
  const float* __restrict gradients = vectors.gradients;
  const float* __restrict others = vectors.other_gradients;
  float* __restrict first = vectors.first_moment;
  float* __restrict second = vectors.second_moment;
  for (std::int64_t i = begin; i < end; ++i) {
    const float g = gradient_at<two>(gradients, others, s.others_weight, i) * s.gradient_scale;
    const float value = decay ? values[i] - values[i] * s.weight_decay * decayed[i] : values[i];
    const float m = first[i] + (g - first[i]) * s.one_minus_beta1;
    const float v = second[i] * s.beta2 + g * g * s.one_minus_beta2;
    first[i] = m;
    second[i] = v;
    values[i] = value - s.step_size * m / (std::sqrt(v) * s.inverse_root_correction + s.eps);
  }
}

[[gnu::always_inline]] inline void step_some(const AdamStep& step, const AdamVectors& vectors,
                                             std::int64_t begin, std::int64_t end) {
  const bool two = vectors.other_gradients != nullptr;
  if (vectors.decayed != nullptr) {
    two ? step_all<true, true>(step, vectors, begin, end)
        : step_all<true, false>(step, vectors, begin, end);
  } else {
    two ? step_all<false, true>(step, vectors, begin, end)
        : step_all<false, false>(step, vectors, begin, end);
  }
}

/// Sums blocks of 4096 squares in float, and the blocks in double.
template <bool two>
[[gnu::always_inline]] inline double squares_all(const AdamStep& step, const AdamVectors& vectors,
                                                 std::int64_t begin, std::int64_t end) {
  constexpr std::int64_t block = 4096;
  const float part = step.others_weight;
  double sum = 0;
  for (std::int64_t first = begin; first < end; first += block) {
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = first; i < std::min(first + block, end); ++i) {
      const float g = gradient_at<two>(vectors.gradients, vectors.other_gradients, part, i);
      squares += g * g;
    }
    sum += static_cast<double>(squares);
  }
  return sum;
}

[[gnu::always_inline]] inline double squares_some(const AdamStep& step, const AdamVectors& vectors,
                                                  std::int64_t begin, std::int64_t end) {
  return vectors.other_gradients != nullptr ? squares_all<true>(step, vectors, begin, end)
                                            : squares_all<false>(step, vectors, begin, end);
}

}  // namespace

std::vector<AdamKernels> adam_kernels() {
  return supported_versions<AdamKernels>(Loops<step_some, squares_some>{});
}

}  // namespace akin::kernels
