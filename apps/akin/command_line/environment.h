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

/// SIGINT, SIGTERM and SIGHUP, unless the last is ignored as nohup does, end the process with
/// status 130 at once; SIGPIPE, when the reader of the output has gone, with 141. Writing past a
/// file size limit becomes an ordinary error.
void install_signal_handlers();

/// While it lives, the first of these signals only asks for a stop, and a second one ends at once.
/// Signals within a second of the first count as one: a terminal, a service manager and a parent
/// may each send theirs.
class DeferStop {
 public:
  DeferStop();
  ~DeferStop();
  DeferStop(const DeferStop&) = delete;
  DeferStop& operator=(const DeferStop&) = delete;
};
bool stop_requested();

}  // namespace akin::app
