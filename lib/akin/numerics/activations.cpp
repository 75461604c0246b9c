#include "akin/numerics/activations.h"

#include <numbers>

#include "akin/numerics/lane_functions.h"

namespace akin::numerics {
namespace {

// f and f' of the numbers of a register, in their place.

template <class Registers>
struct SquaredRelu {
  using Lanes = typename Registers::Lanes;
  [[gnu::always_inline]] static void value(Lanes& x) {
    const Lanes positive = x < 0.0F ? Lanes{} : x;  // NaN stays
    x = positive * positive;
  }
  [[gnu::always_inline]] static void derivative(Lanes& x) { x = 2.0F * (x < 0.0F ? Lanes{} : x); }
};

/// The normal distribution's share below x, in x, and its density there without the factor 1 /
/// sqrt(2 pi). With 1 - erf(z) = (a1 t + ... + a5 t^5) exp(-z^2), t = 1 / (1 + p z), for z >= 0 up
/// to 1.5e-7 (Abramowitz & Stegun, "Handbook of mathematical functions", 1964, 7.1.26).
template <class Registers>
[[gnu::always_inline]] inline void normal_share(typename Registers::Lanes& x,
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
  const Lanes tail = 0.5F * sum * t * density;  // beyond |x|
  x = x < 0.0F ? tail : 1.0F - tail;
}

template <class Registers>
struct Gelu {
  using Lanes = typename Registers::Lanes;
  [[gnu::always_inline]] static void value(Lanes& x) {
    Lanes share = x;
    Lanes density;
    normal_share<Registers>(share, density);
    x *= share;
  }
  [[gnu::always_inline]] static void derivative(Lanes& x) {
    constexpr float at_zero = std::numbers::inv_sqrtpi_v<float> / std::numbers::sqrt2_v<float>;
    Lanes share = x;
    Lanes density;
    normal_share<Registers>(share, density);
    x = share + x * density * at_zero;
  }
};

template <class Function, class Registers, class Number>
[[gnu::always_inline]] inline void values_of(const Number* x, std::int64_t n, Number* y) {
  for (std::int64_t i = 0; i < n; i += lanes_in<Registers>) {
    typename Registers::Lanes lanes = {};
    load_lanes<Registers>(lanes, x + i, n - i);
    Function::value(lanes);
    store_lanes<Registers>(lanes, y + i, n - i);
  }
}

template <class Function, class Registers, class Number>
[[gnu::always_inline]] inline void gradients_of(const Number* x, const Number* at_y, std::int64_t n,
                                                Number* at_x) {
  for (std::int64_t i = 0; i < n; i += lanes_in<Registers>) {
    typename Registers::Lanes lanes = {};
    typename Registers::Lanes gradient = {};
    load_lanes<Registers>(lanes, x + i, n - i);
    load_lanes<Registers>(gradient, at_y + i, n - i);
    Function::derivative(lanes);
    store_lanes<Registers>(gradient * lanes, at_x + i, n - i);
  }
}

template <class Function, class Registers>
using LoopsOf =
    Loops<values_of<Function, Registers, float>, gradients_of<Function, Registers, float>,
          values_of<Function, Registers, BFloat16>, gradients_of<Function, Registers, BFloat16>>;

template <template <class> class Function>
std::vector<Activation> versions_of() {
  return runnable<Activation>(LoopsOf<Function<Registers128>, Registers128>{},
                              LoopsOf<Function<Registers256>, Registers256>{},
                              LoopsOf<Function<Registers512>, Registers512>{});
}

}  // namespace

std::vector<Activation> squared_relus() {
  return versions_of<SquaredRelu>();
}

std::vector<Activation> gelus() {
  return versions_of<Gelu>();
}

}  // namespace akin::numerics
