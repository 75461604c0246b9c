#pragma once

#include <optional>
#include <string>

namespace akin::app {

/// Threads that wait by spinning slow each other down several-fold on a shared machine. The OpenMP
/// runtime reads its policy before main(), so where the user has not chosen one the process starts
/// itself once more with passive waiting.
void start_with_passive_waiting(char** argv);

/// A warning with its cure where LibTorch runs on the reference BLAS, tens of times slower than an
/// optimised one.
std::optional<std::string> slow_blas_warning();

/// SIGINT and SIGTERM ask for a stop, which training answers at the next step, after saving; a
/// second one ends at once. Writing past a file size limit becomes an ordinary error.
void install_signal_handlers();
bool stop_requested();

}  // namespace akin::app
