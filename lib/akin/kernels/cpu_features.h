#pragma once

#include <string>

namespace akin::kernels {

/// Instruction sets of x86 that kernels, matrix products and precisions are chosen by. All false on
/// other processors.
struct CpuFeatures {
  bool avx2_fma = false;
  bool avx512f = false;
  bool avx512 = false;  ///< F, BW, DQ and VL, as Skylake-X has them
  bool avx512_bf16 = false;
};

/// Those of this machine, detected once.
const CpuFeatures& cpu_features();

/// The processor's model name, such as "AMD EPYC 9B14"; "unknown" where the system does not tell.
std::string cpu_name();

}  // namespace akin::kernels
