#include "akin/numerics/adam_step.h"

#include <algorithm>
#include <cmath>

#include "akin/numerics/lanes.h"

namespace akin::numerics {
namespace {

/// The mean of the gradients, of which there are one or two.
template <bool two>
[[gnu::always_inline]] inline float gradient_at(const float* gradients, const float* others,
                                                float part, std::int64_t i) {
  return two ? gradients[i] + (others[i] - gradients[i]) * part : gradients[i];
}

template <bool decays, bool two>
[[gnu::always_inline]] inline void step_all(const AdamStep& step, const AdamVectors& vectors,
                                            std::int64_t begin, std::int64_t end) {
  const AdamStep s = step;  // a copy: what is written below cannot change it
  const float* decayed = vectors.decayed;
  float* __restrict values = vectors.values;
  const float* __restrict gradients = vectors.gradients;
  const float* __restrict others = vectors.others;
  float* __restrict first = vectors.first_moment;
  float* __restrict second = vectors.second_moment;
  for (std::int64_t i = begin; i < end; ++i) {
    const float g = gradient_at<two>(gradients, others, s.part, i) * s.scale;
    const float value = decays ? values[i] - values[i] * s.decay * decayed[i] : values[i];
    const float m = first[i] + (g - first[i]) * s.new1;
    const float v = second[i] * s.beta2 + g * g * s.new2;
    first[i] = m;
    second[i] = v;
    values[i] = value - s.rate * m / (std::sqrt(v) * s.correction + s.eps);
  }
}

[[gnu::always_inline]] inline void step_some(const AdamStep& step, const AdamVectors& vectors,
                                             std::int64_t begin, std::int64_t end) {
  const bool two = vectors.others != nullptr;
  if (vectors.decayed != nullptr) {
    two ? step_all<true, true>(step, vectors, begin, end)
        : step_all<true, false>(step, vectors, begin, end);
  } else {
    two ? step_all<false, true>(step, vectors, begin, end)
        : step_all<false, false>(step, vectors, begin, end);
  }
}

/// Of a few thousand squares each in float, whose sums are added up in double.
template <bool two>
[[gnu::always_inline]] inline double squares_all(const AdamStep& step, const AdamVectors& vectors,
                                                 std::int64_t begin, std::int64_t end) {
  constexpr std::int64_t few = 4096;
  const float part = step.part;
  double sum = 0;
  for (std::int64_t first = begin; first < end; first += few) {
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = first; i < std::min(first + few, end); ++i) {
      const float g = gradient_at<two>(vectors.gradients, vectors.others, part, i);
      squares += g * g;
    }
    sum += static_cast<double>(squares);
  }
  return sum;
}

[[gnu::always_inline]] inline double squares_some(const AdamStep& step, const AdamVectors& vectors,
                                                  std::int64_t begin, std::int64_t end) {
  return vectors.others != nullptr ? squares_all<true>(step, vectors, begin, end)
                                   : squares_all<false>(step, vectors, begin, end);
}

}  // namespace

std::vector<AdamKernels> adam_kernels() {
  return runnable<AdamKernels>(Loops<step_some, squares_some>{});
}

}  // namespace akin::numerics
