#include "environment.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace akin::app {

void start_with_passive_waiting(char** argv) {
  constexpr const char* variable = "OMP_WAIT_POLICY";
  if (getenv(variable) == nullptr && setenv(variable, "passive", 1) == 0) {
    execv("/proc/self/exe", argv);  // returns only where it failed, and then we just go on
  }
}

std::optional<std::string> slow_blas_warning() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    // The distribution keeps the reference library in .../blas/, optimised ones in .../openblas-*/
    // and the like.
    if (line.find("/blas/libblas.so") != std::string::npos) {
      return "the reference BLAS is loaded, which makes training tens of times slower; "
             "mend it with: apt-get install libopenblas0-openmp";
    }
  }
  return std::nullopt;
}

namespace {

volatile std::sig_atomic_t stop = 0;

void on_stop_signal(int /*signal*/) {
  if (stop != 0) {
    _exit(130);
  }
  stop = 1;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool stop_requested() {
  return stop != 0;
}

}  // namespace akin::app
