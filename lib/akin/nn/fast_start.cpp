#include "akin/nn/fast_start.h"

#include <cstdlib>

#include <dlfcn.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace akin::nn {
namespace {

/// Sets the variable unless it is set; returns whether it did.
bool newly_set(const char* variable, const std::string& value) {
  return getenv(variable) == nullptr && setenv(variable, value.c_str(), 1) == 0;
}

void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int largest_kept = 1 << 25;  // larger blocks are always mapped separately
  constexpr int kept = 1 << 29;
  constexpr int asked_at_once = 1 << 26;
  mallopt(M_MMAP_THRESHOLD, largest_kept);
  mallopt(M_TRIM_THRESHOLD, kept);
  mallopt(M_TOP_PAD, asked_at_once);
#endif
}

}  // namespace

std::string blas_core() {
  using CoreName = char* (*)();
  const auto ask = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  return ask != nullptr ? ask() : "";
}

std::optional<std::string> better_blas_core(const std::string& chosen,
                                            const kernels::CpuFeatures& features) {
  if (chosen != "Prescott" || !features.avx2_fma) {
    return std::nullopt;
  }
  if (features.avx512) {
    return features.avx512_bf16 ? "Cooperlake" : "SkylakeX";
  }
  return "Haswell";
}

void start_fast(char** argv) {
  bool again = newly_set("OMP_WAIT_POLICY", "passive");
  if (const auto core = better_blas_core(blas_core(), kernels::cpu_features())) {
    again = newly_set("OPENBLAS_CORETYPE", *core) || again;
  }
  if (again) {
    execv("/proc/self/exe", argv);  // returns only on failure, which is not fatal
  }
  keep_freed_memory();
}

}  // namespace akin::nn
