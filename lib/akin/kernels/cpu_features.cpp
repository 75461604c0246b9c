#include "akin/kernels/cpu_features.h"

#include <algorithm>
#include <fstream>

namespace akin::kernels {
namespace {

CpuFeatures detect() {
#if defined(__x86_64__)
  const auto all = [](auto... has) { return (... && (has != 0)); };
  return {.avx2_fma = all(__builtin_cpu_supports("avx2"), __builtin_cpu_supports("fma")),
          .avx512f = all(__builtin_cpu_supports("avx512f")),
          .avx512 = all(__builtin_cpu_supports("avx512f"), __builtin_cpu_supports("avx512bw"),
                        __builtin_cpu_supports("avx512dq"), __builtin_cpu_supports("avx512vl")),
          .avx512_bf16 = all(__builtin_cpu_supports("avx512bf16"))};
#else
  return {};
#endif
}

}  // namespace

const CpuFeatures& cpu_features() {
  static const CpuFeatures features = detect();
  return features;
}

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) {
      return line.substr(std::min(line.find(':') + 2, line.size()));
    }
  }
  return "unknown";
}

}  // namespace akin::kernels
