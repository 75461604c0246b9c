#include "akin/nn/fast_start.h"

#include <cstdlib>

#include <dlfcn.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace akin::nn {
namespace {

/// What OpenBLAS has chosen; empty with another library.
std::string blas_core() {
  using CoreName = char* (*)();
  const auto ask = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  return ask != nullptr ? ask() : "";
}

VectorInstructions of_this_processor() {
#if defined(__x86_64__)
  const auto all = [](auto... has) { return (... && (has != 0)); };
  return {.avx2_fma = all(__builtin_cpu_supports("avx2"), __builtin_cpu_supports("fma")),
          .avx512 = all(__builtin_cpu_supports("avx512f"), __builtin_cpu_supports("avx512bw"),
                        __builtin_cpu_supports("avx512dq"), __builtin_cpu_supports("avx512vl")),
          .avx512_bf16 = all(__builtin_cpu_supports("avx512bf16"))};
#else
  return {};
#endif
}

/// Whether the variable was not set, and is now.
bool newly_set(const char* variable, const std::string& value) {
  return getenv(variable) == nullptr && setenv(variable, value.c_str(), 1) == 0;
}

void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int largest_kept = 1 << 25;  // larger ones are always mapped by themselves
  constexpr int kept = 1 << 29;
  constexpr int asked_at_once = 1 << 26;
  mallopt(M_MMAP_THRESHOLD, largest_kept);
  mallopt(M_TRIM_THRESHOLD, kept);
  mallopt(M_TOP_PAD, asked_at_once);
#endif
}

}  // namespace

std::optional<std::string> better_blas_core(const std::string& chosen,
                                            const VectorInstructions& has) {
  if (chosen != "Prescott" || !has.avx2_fma) {
    return std::nullopt;
  }
  if (has.avx512) {
    return has.avx512_bf16 ? "Cooperlake" : "SkylakeX";
  }
  return "Haswell";
}

void start_fast(char** argv) {
  bool again = newly_set("OMP_WAIT_POLICY", "passive");
  if (const auto core = better_blas_core(blas_core(), of_this_processor())) {
    again = newly_set("OPENBLAS_CORETYPE", *core) || again;
  }
  if (again) {
    execv("/proc/self/exe", argv);  // returns only where it failed, and then we just go on
  }
  keep_freed_memory();
}

}  // namespace akin::nn
