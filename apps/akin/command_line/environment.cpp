#include "command_line/environment.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "akin/base/require.h"

namespace akin::app {

void occupy_standard_streams() {
  // Opened the wrong way round, so that using them fails as it does on a closed stream.
  constexpr std::array<int, 3> flags = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (std::size_t stream = 0; stream < flags.size(); ++stream) {
    if (fcntl(static_cast<int>(stream), F_GETFD) < 0) {
      (void)open("/dev/null", flags.at(stream));  // takes the lowest number that is free
    }
  }
}

void flush_results() {
  errno = 0;
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  const std::string reason = std::generic_category().message(errno == 0 ? EIO : errno);
  require(written, "[stdout] expected to write the results, got: {}; files it names are whole",
          reason);
}

void limit_name_lookups() {
  setenv("RES_OPTIONS", "timeout:2 attempts:2", 0);
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
volatile std::sig_atomic_t saving = 0;

void on_stop_signal(int /*signal*/) {
  if (stop != 0 || saving == 0) {
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

void save_before_stopping() {
  saving = 1;
}

bool stop_requested() {
  return stop != 0;
}

}  // namespace akin::app
