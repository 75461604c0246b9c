#pragma once

#include <cstdint>
#include <cstring>
#include <numbers>
#include <vector>

#include "akin/kernels/cpu_features.h"

namespace akin::kernels {

// Kernels compiled for several instruction sets, of which the machine's best is chosen at run time.
// A loop that the compiler vectorises by itself is compiled once for each set; any other is a
// template over the registers. The version with Registers128, or without a target, runs anywhere.

/// One register per vector: GCC keeps longer vectors in memory.
struct Registers128 {
  using Lanes = float __attribute__((vector_size(16)));
  using Bits = std::uint32_t __attribute__((vector_size(16)));
};
struct Registers256 {
  using Lanes = float __attribute__((vector_size(32)));
  using Bits = std::uint32_t __attribute__((vector_size(32)));
};
struct Registers512 {
  using Lanes = float __attribute__((vector_size(64)));
  using Bits = std::uint32_t __attribute__((vector_size(64)));
};

template <class Registers>
constexpr std::int64_t lanes_in = std::int64_t{sizeof(typename Registers::Lanes) / sizeof(float)};

template <class Lanes>
[[gnu::always_inline]] inline void load_lanes(Lanes& lanes, const float* from) {
  std::memcpy(&lanes, from, sizeof(lanes));
}
template <class Lanes>
[[gnu::always_inline]] inline void store_lanes(const Lanes& lanes, float* to) {
  std::memcpy(to, &lanes, sizeof(lanes));
}

/// Loads or stores min(count, lanes) floats; the other lanes keep their values.
template <class Registers>
[[gnu::always_inline]] inline void load_lanes(typename Registers::Lanes& lanes, const float* from,
                                              std::int64_t count) {
  if (count >= lanes_in<Registers>) {
    load_lanes(lanes, from);
  } else {
    std::memcpy(&lanes, from, static_cast<std::size_t>(count) * sizeof(float));
  }
}
template <class Registers>
[[gnu::always_inline]] inline void store_lanes(const typename Registers::Lanes& lanes, float* to,
                                               std::int64_t count) {
  if (count >= lanes_in<Registers>) {
    store_lanes(lanes, to);
  } else {
    std::memcpy(to, &lanes, static_cast<std::size_t>(count) * sizeof(float));
  }
}

/// An always_inline loop compiled for each instruction set.
template <auto loop>
struct Compiled;
template <class Result, class... Arguments, Result (*loop)(Arguments...)>
struct Compiled<loop> {
  static Result plain(Arguments... arguments) { return loop(arguments...); }
#if defined(__x86_64__)
  [[gnu::target("avx2,fma")]] static Result avx2(Arguments... arguments) {
    return loop(arguments...);
  }
  [[gnu::target("avx512f")]] static Result avx512(Arguments... arguments) {
    return loop(arguments...);
  }
#endif
};

template <auto... loops>
struct Loops {};

/// The versions of a set of loops that this machine supports, fastest first, the plain one last.
/// `Functions` is a struct of pointers to them.
template <class Functions, auto... plain, auto... avx2, auto... avx512>
std::vector<Functions> supported_versions(Loops<plain...> /*loops*/, Loops<avx2...> /*loops*/,
                                          Loops<avx512...> /*loops*/) {
  std::vector<Functions> versions;
#if defined(__x86_64__)
  if (cpu_features().avx512f) {
    versions.push_back(Functions{Compiled<avx512>::avx512...});
  }
  if (cpu_features().avx2_fma) {
    versions.push_back(Functions{Compiled<avx2>::avx2...});
  }
#endif
  versions.push_back(Functions{Compiled<plain>::plain...});
  return versions;
}

/// The same from one source, which the compiler vectorises.
template <class Functions, auto... loops>
std::vector<Functions> supported_versions(Loops<loops...> all) {
  return supported_versions<Functions>(all, all, all);
}

/// The fastest of versions(), looked up once.
template <auto versions>
const auto& fastest() {
  static const auto first = versions().front();
  return first;
}

/// x = exp(x) for x <= 0, as 2^n e^r with |r| <= ln(2)/2 and the Taylor polynomial of e^r, whose
/// remainder is below 6e-9. Clamped at e^-87.
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
  bits = (bits + 127U) << 23U;  // the exponent of 2^n; the bits of `round` are shifted out
  Lanes power;
  std::memcpy(&power, &bits, sizeof(power));
  x = sum * power;
}

/// x = log(1 + x) for 0 <= x <= 1, as the series of 2 artanh(x / (2 + x)), whose remainder is below
/// 1e-8.
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

}  // namespace akin::kernels
