#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "akin/kernels/cpu_features.h"
#include "akin/kernels/cpu_limits.h"

#include "terminal/terminal.h"

namespace akin::app {

enum class Health {
  ok,
  note,  ///< works, but could be better
  fix,   ///< must be mended
};

/// One line of `akin doctor`.
struct Finding {
  std::string name;
  Health health = Health::ok;
  std::string value;   ///< what was found
  std::string advice;  ///< what to do; empty where all is well
};

/// The BLAS library that LibTorch runs on.
struct Blas {
  std::string library;                       ///< "OpenBLAS", "MKL", ...; "unknown"
  std::string path;                          ///< empty: part of LibTorch
  std::string core;                          ///< the processor that OpenBLAS has chosen
  std::optional<std::string> better_core{};  ///< nn::better_blas_core()
};

/// From the lines of /proc/self/maps; `mkl`: LibTorch was built with it.
Blas find_blas(const std::string& maps, bool mkl);
/// fix: the reference BLAS, tens of times slower than an optimised one.
Finding describe_blas(const Blas& blas);

Finding describe_threads(const kernels::CpuLimits& limits);
Finding describe_processor(const std::string& name, const kernels::CpuFeatures& features);

/// What is known of the machine's GPUs.
struct GpuFacts {
  bool built_with_cuda = false;      ///< LibTorch
  int usable = 0;                    ///< as LibTorch counts them
  bool driver = false;               ///< NVIDIA's is loaded
  std::vector<std::string> names;    ///< as the driver lists them
  std::optional<std::string> shown;  ///< CUDA_VISIBLE_DEVICES, where it is set
};
Finding describe_gpu(const GpuFacts& facts);

/// `locale`: what LC_ALL, LC_CTYPE or LANG says.
Finding describe_locale(const std::string& locale, const Terminal& terminal);
Finding describe_terminal(const Terminal& terminal);

/// Whether files can be written there, and how much space is left. `folder` need not exist.
Finding describe_folder(const std::string& name, const std::filesystem::path& folder,
                        const std::string& remedy);

/// For people: a line for each, advice below it.
std::string findings_text(const std::vector<Finding>& findings);

/// "ok", "note" or "fix".
std::string health_text(Health health);

}  // namespace akin::app
