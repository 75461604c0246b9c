#include "akin/numerics/squared_relu.h"

#include "akin/numerics/lanes.h"

namespace akin::numerics {
namespace {

[[gnu::always_inline]] inline void forward_of(const float* __restrict x, std::int64_t n,
                                              float* __restrict y) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float positive = x[i] < 0 ? 0 : x[i];  // NaN stays
    y[i] = positive * positive;
  }
}

[[gnu::always_inline]] inline void backward_of(const float* __restrict x,
                                               const float* __restrict at_y, std::int64_t n,
                                               float* __restrict at_x) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float positive = x[i] < 0 ? 0 : x[i];  // NaN stays
    at_x[i] = 2 * positive * at_y[i];
  }
}

}  // namespace

std::vector<SquaredReluKernels> squared_relu_kernels() {
  return runnable<SquaredReluKernels>(Loops<forward_of, backward_of>{});
}

}  // namespace akin::numerics
