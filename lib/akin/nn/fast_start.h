#pragma once

#include <optional>
#include <string>

#include "akin/kernels/cpu_features.h"

namespace akin::nn {

/// To be called first in main(). Sets what LibTorch's libraries are slow without:
/// - OMP_WAIT_POLICY=passive: threads that spin while they wait slow each other down several-fold
/// on
///   a shared machine.
/// - OPENBLAS_CORETYPE: on a processor newer than itself OpenBLAS uses kernels of 2004, six times
///   slower.
/// - glibc keeps half a GiB of freed memory: clearing returned pages again takes a fifth of a small
///   VAE's training step.
/// Libraries read the variables before main(), so the process executes itself again if one has to
/// be set. Variables set by the user are respected.
void start_fast(char** argv);

/// The core that OpenBLAS has chosen its kernels for; empty with another library.
std::string blas_core();

/// The OPENBLAS_CORETYPE to set if OpenBLAS has chosen core `chosen` (blas_core()) for
/// lack of a better match; nothing if its choice is good.
std::optional<std::string> better_blas_core(const std::string& chosen,
                                            const kernels::CpuFeatures& features);

}  // namespace akin::nn
