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
