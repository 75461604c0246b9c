#include "akin/kernels/activations.h"

#include <numbers>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

// f and f' of a register, in place.

template <class Registers>
struct SquaredRelu {
  using Lanes = typename Registers::Lanes;
  [[gnu::always_inline]] static void value(Lanes& x) {
    const Lanes positive = x < 0.0F ? Lanes{} : x;  // NaN stays
    x = positive * positive;
  }
  [[gnu::always_inline]] static void derivative(Lanes& x) { x = 2.0F * (x < 0.0F ? Lanes{} : x); }
};

/// x = the standard normal CDF at x; density = exp(-x^2 / 2). For z >= 0,
/// 1 - erf(z) = (a1 t + ... + a5 t^5) exp(-z^2) with t = 1 / (1 + p z), within 1.5e-7 (Abramowitz &
/// Stegun, "Handbook of mathematical functions", 1964, 7.1.26).
template <class Registers>
[[gnu::always_inline]] inline void normal_cdf(typename Registers::Lanes& x,
                                              typename Registers::Lanes& density) {
  using Lanes = typename Registers::Lanes;
  const Lanes z = (x < 0.0F ? -x : x) * (std::numbers::sqrt2_v<float> / 2);
  const Lanes t = 1.0F / (z * 0.3275911F + 1.0F);
  Lanes sum = Lanes{} + 1.061405429F;
  for (const float a : {-1.453152027F, 1.421413741F, -0.284496736F, 0.254829592F}) {
    sum = sum * t + a;
  }
  density = -z * z;
  exp_lanes<Registers>(density);
  const Lanes tail = 0.5F * sum * t * density;  // above |x|
  x = x < 0.0F ? tail : 1.0F - tail;
}

template <class Registers>
struct Gelu {
  using Lanes = typename Registers::Lanes;
  [[gnu::always_inline]] static void value(Lanes& x) {
    Lanes cdf = x;
    Lanes density;
    normal_cdf<Registers>(cdf, density);
    x *= cdf;
  }
  [[gnu::always_inline]] static void derivative(Lanes& x) {
    constexpr float at_zero = std::numbers::inv_sqrtpi_v<float> / std::numbers::sqrt2_v<float>;
    Lanes cdf = x;
    Lanes density;
    normal_cdf<Registers>(cdf, density);
    x = cdf + x * density * at_zero;
  }
};

template <class Function, class Registers>
[[gnu::always_inline]] inline void apply(const float* x, std::int64_t n, float* y) {
  for (std::int64_t i = 0; i < n; i += lanes_in<Registers>) {
    typename Registers::Lanes lanes = {};
    load_lanes<Registers>(lanes, x + i, n - i);
    Function::value(lanes);
    store_lanes<Registers>(lanes, y + i, n - i);
  }
}

template <class Function, class Registers>
[[gnu::always_inline]] inline void apply_gradient(const float* x, const float* grad_y,
                                                  std::int64_t n, float* grad_x) {
  for (std::int64_t i = 0; i < n; i += lanes_in<Registers>) {
    typename Registers::Lanes lanes = {};
    typename Registers::Lanes gradient = {};
    load_lanes<Registers>(lanes, x + i, n - i);
    load_lanes<Registers>(gradient, grad_y + i, n - i);
    Function::derivative(lanes);
    store_lanes<Registers>(gradient * lanes, grad_x + i, n - i);
  }
}

template <class Function, class Registers>
using LoopsFor = Loops<apply<Function, Registers>, apply_gradient<Function, Registers>>;

template <template <class> class Function>
std::vector<ActivationKernels> versions_for() {
  return supported_versions<ActivationKernels>(LoopsFor<Function<Registers128>, Registers128>{},
                                               LoopsFor<Function<Registers256>, Registers256>{},
                                               LoopsFor<Function<Registers512>, Registers512>{});
}

}  // namespace

std::vector<ActivationKernels> squared_relu_kernels() {
  return versions_for<SquaredRelu>();
}

std::vector<ActivationKernels> gelu_kernels() {
  return versions_for<Gelu>();
}

}  // namespace akin::kernels
