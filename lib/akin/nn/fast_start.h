#pragma once

#include <optional>
#include <string>

namespace akin::nn {

/// For programs, first thing in main(): what LibTorch's libraries are slow without. Threads that
/// wait by spinning slow each other down several-fold on a shared machine (OMP_WAIT_POLICY);
/// OpenBLAS takes kernels of 2004 on a processor younger than itself (OPENBLAS_CORETYPE), six times
/// slower; and memory given back to the system is cleared page by page when the next step asks for
/// it again, about a fifth of a small VAE's step. These variables are read before main(), so the
/// process starts itself once more where one has to be set; what the user has set stays. Of freed
/// memory half a GiB is kept, with glibc.
void start_fast(char** argv);

/// Instruction sets that matrix products are written in.
struct VectorInstructions {
  bool avx2_fma = false;
  bool avx512 = false;  ///< with BW, DQ and VL
  bool avx512_bf16 = false;
};

/// The OPENBLAS_CORETYPE to set where OpenBLAS has `chosen` (openblas_get_corename()) as on a
/// processor that it does not know; none where it knows better.
std::optional<std::string> better_blas_core(const std::string& chosen,
                                            const VectorInstructions& has);

}  // namespace akin::nn
