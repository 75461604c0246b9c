#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

namespace akin::numerics {

// What loops are written with that choose their instructions at run time: one template over the
// registers, and a function for each of the instruction sets that calls it.

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

#if defined(__x86_64__)
/// Of three versions of some functions those that this machine can run, the fastest first. The
/// second is for AVX2 with FMA, the third for AVX-512.
template <class Functions>
std::vector<Functions> runnable(Functions plain, Functions avx2, Functions avx512) {
  std::vector<Functions> all;
  if (__builtin_cpu_supports("avx512f")) {
    all.push_back(avx512);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back(avx2);
  }
  all.push_back(plain);
  return all;
}
#endif

}  // namespace akin::numerics
