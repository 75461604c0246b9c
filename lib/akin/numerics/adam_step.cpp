#include "akin/numerics/adam_step.h"

#include <cmath>

#include "akin/numerics/lanes.h"

namespace akin::numerics {
namespace {

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
    const float whole = two ? gradients[i] + (others[i] - gradients[i]) * s.part : gradients[i];
    const float g = whole * s.scale;
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

}  // namespace

std::vector<AdamKernel> adam_kernels() {
  return runnable<AdamKernel>(Loops<step_some>{});
}

}  // namespace akin::numerics
