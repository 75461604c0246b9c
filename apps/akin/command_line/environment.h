#pragma once

#include <string>

#include "doctor/findings.h"

namespace akin::app {

/// A standard stream that was closed would be given to the next file opened, and what is printed
/// would land in it: occupies such a stream with one that cannot be used.
void occupy_standard_streams();

/// Error where results could not be written to standard output: a full disk, a closed stream.
void flush_results();

/// A name server that does not answer is given up after four seconds instead of ten, unless the
/// user has set RES_OPTIONS.
void limit_name_lookups();

/// "0.2.0 (Release build, LibTorch 1.13.0)"
std::string version_text();

/// The BLAS library of this process.
Blas blas_in_use();

/// SIGINT and SIGTERM end the process with status 130, at once until save_before_stopping().
/// Writing past a file size limit becomes an ordinary error.
void install_signal_handlers();

/// From now on the first such signal only asks for a stop, which training answers at the next step,
/// after saving; a second one ends at once.
void save_before_stopping();
bool stop_requested();

}  // namespace akin::app
