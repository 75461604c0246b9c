#pragma once

#include <numbers>

#include "akin/numerics/lanes.h"

namespace akin::numerics {

/// exp of x <= 0, as 2^n e^r with |r| <= ln(2)/2 and e^r by its Taylor polynomial, whose rest is
/// below 6e-9. Below -87: e^-87.
template <class Registers>
[[gnu::always_inline]] inline void exp_lanes(typename Registers::Lanes& x) {
  using Lanes = typename Registers::Lanes;
  constexpr float round = 0x1.8p23F;  // numbers near it have no fraction, and n in their low bits
  constexpr float ln2_high = 0x1.62e4p-1F;
  constexpr float ln2_low = 0x1.7f7d1cp-20F;
  const Lanes clamped = x < -87.0F ? Lanes{} - 87.0F : x;
  const Lanes rounded = clamped * std::numbers::log2e_v<float> + round;
  const Lanes n = rounded - round;
  const Lanes r = (clamped - n * ln2_high) - n * ln2_low;
  Lanes sum = Lanes{} + 1.0F / 5040;
  for (const float coefficient : {1.0F / 720, 1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F}) {
    sum = sum * r + coefficient;
  }
  typename Registers::Bits bits;
  std::memcpy(&bits, &rounded, sizeof(bits));
  bits = (bits + 127U) << 23U;  // the exponent of 2^n; whatever `round` has in its bits falls off
  Lanes power;
  std::memcpy(&power, &bits, sizeof(power));
  x = sum * power;
}

/// log(1 + x) of 0 <= x <= 1, as 2 artanh(x / (2 + x)) by its series, whose rest is below 1e-8.
template <class Registers>
[[gnu::always_inline]] inline void log1p_lanes(typename Registers::Lanes& x) {
  using Lanes = typename Registers::Lanes;
  const Lanes s = x / (x + 2.0F);
  const Lanes square = s * s;
  Lanes sum = Lanes{} + 1.0F / 13;
  for (const float coefficient : {1.0F / 11, 1.0F / 9, 1.0F / 7, 1.0F / 5, 1.0F / 3, 1.0F}) {
    sum = sum * square + coefficient;
  }
  x = 2.0F * s * sum;
}

}  // namespace akin::numerics
