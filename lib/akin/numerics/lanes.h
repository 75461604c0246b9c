#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

namespace akin::numerics {

// What loops are written with that choose their instructions at run time. Where the compiler makes
// vectors of one by itself, it is compiled for each of the instruction sets; elsewhere it is a
// template over the registers.

/// Vectors of one register each: longer ones, which GCC would split, it keeps in memory.
struct Registers128 {
  using Lanes = float __attribute__((vector_size(16)));
  using Bits = std::uint32_t __attribute__((vector_size(16)));
  using Halves = std::uint16_t __attribute__((vector_size(8)));
};
struct Registers256 {
  using Lanes = float __attribute__((vector_size(32)));
  using Bits = std::uint32_t __attribute__((vector_size(32)));
  using Halves = std::uint16_t __attribute__((vector_size(16)));
};
struct Registers512 {
  using Lanes = float __attribute__((vector_size(64)));
  using Bits = std::uint32_t __attribute__((vector_size(64)));
  using Halves = std::uint16_t __attribute__((vector_size(32)));
};

template <class Registers>
constexpr std::int64_t lanes_in = std::int64_t{sizeof(typename Registers::Lanes) / sizeof(float)};

/// The upper half of a float.
struct BFloat16 {
  std::uint16_t bits;
};

template <class Lanes>
[[gnu::always_inline]] inline void load_lanes(Lanes& lanes, const float* from) {
  std::memcpy(&lanes, from, sizeof(lanes));
}
template <class Lanes>
[[gnu::always_inline]] inline void store_lanes(const Lanes& lanes, float* to) {
  std::memcpy(to, &lanes, sizeof(lanes));
}

/// Copies, of `count` numbers, so many as a register has of them.
template <class Register, class Number>
[[gnu::always_inline]] inline void load_some(Register& to, const Number* from, std::int64_t count) {
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(Number);
  bytes >= sizeof(to) ? std::memcpy(&to, from, sizeof(to)) : std::memcpy(&to, from, bytes);
}
template <class Register, class Number>
[[gnu::always_inline]] inline void store_some(const Register& from, Number* to,
                                              std::int64_t count) {
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(Number);
  bytes >= sizeof(from) ? std::memcpy(to, &from, sizeof(from)) : std::memcpy(to, &from, bytes);
}

/// So many of `count` floats as there are lanes; where there are fewer, the other lanes stay as
/// they are.
template <class Registers>
[[gnu::always_inline]] inline void load_lanes(typename Registers::Lanes& lanes, const float* from,
                                              std::int64_t count) {
  load_some(lanes, from, count);
}
template <class Registers>
[[gnu::always_inline]] inline void store_lanes(const typename Registers::Lanes& lanes, float* to,
                                               std::int64_t count) {
  store_some(lanes, to, count);
}

/// The same of bf16 numbers; other lanes become 0.
template <class Registers>
[[gnu::always_inline]] inline void load_lanes(typename Registers::Lanes& lanes,
                                              const BFloat16* from, std::int64_t count) {
  typename Registers::Halves halves = {};
  load_some(halves, from, count);
  const typename Registers::Bits bits = __builtin_convertvector(halves, typename Registers::Bits)
                                        << 16U;
  std::memcpy(&lanes, &bits, sizeof(lanes));
}
/// Rounded to the nearest, the even one of two as near; NaN stays NaN.
template <class Registers>
[[gnu::always_inline]] inline void store_lanes(const typename Registers::Lanes& lanes, BFloat16* to,
                                               std::int64_t count) {
  typename Registers::Bits bits;
  std::memcpy(&bits, &lanes, sizeof(bits));
  const typename Registers::Bits rounded = (bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U;
  const typename Registers::Bits nan = rounded * 0U + 0x7fc0U;
  const typename Registers::Bits kept = (bits & 0x7fffffffU) > 0x7f800000U ? nan : rounded;
  store_some(__builtin_convertvector(kept, typename Registers::Halves), to, count);
}

/// A loop, always_inline, compiled for each of the instruction sets.
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

/// Of three versions of some loops, as Functions holds pointers to such, those that this machine
/// can run, the fastest first. The second is for AVX2 with FMA, the third for AVX-512.
template <class Functions, auto... plain, auto... avx2, auto... avx512>
std::vector<Functions> runnable(Loops<plain...> /*loops*/, Loops<avx2...> /*loops*/,
                                Loops<avx512...> /*loops*/) {
  std::vector<Functions> all;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    all.push_back(Functions{Compiled<avx512>::avx512...});
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back(Functions{Compiled<avx2>::avx2...});
  }
#endif
  all.push_back(Functions{Compiled<plain>::plain...});
  return all;
}

/// The same of one version, of which the compiler makes vectors.
template <class Functions, auto... loops>
std::vector<Functions> runnable(Loops<loops...> all) {
  return runnable<Functions>(all, all, all);
}

}  // namespace akin::numerics
