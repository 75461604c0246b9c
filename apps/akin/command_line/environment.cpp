#include "command_line/environment.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <torch/version.h>

#include "akin/base/require.h"
#include "akin/base/version.h"
#include "akin/nn/fast_start.h"
#include "akin/nn/torch.h"

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

std::string version_text() {
  return fmt::format("{} ({} build, LibTorch {})", version, AKIN_BUILD_TYPE, TORCH_VERSION);
}

Blas blas_in_use() {
  std::ifstream file("/proc/self/maps");
  const std::string maps(std::istreambuf_iterator<char>(file), {});
  Blas blas = find_blas(maps, at::hasMKL());
  if (blas.library == "OpenBLAS") {
    blas.core = nn::blas_core();
    blas.better_core = nn::better_blas_core(blas.core, kernels::cpu_features());
  }
  return blas;
}

namespace {

constexpr std::time_t one_request = 1;  // second

volatile std::sig_atomic_t stop = 0;
volatile std::sig_atomic_t deferred = 0;
std::atomic<std::time_t> stop_asked = 0;
static_assert(std::atomic<std::time_t>::is_always_lock_free);

std::time_t seconds_now() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

void on_stop_signal(int signal) {
  if (deferred == 0 || (stop != 0 && seconds_now() > stop_asked + one_request)) {
    _exit(signal == SIGPIPE ? 128 + SIGPIPE : 130);
  }
  if (stop == 0) {
    stop_asked = seconds_now();
    stop = 1;
  }
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGPIPE, &action, nullptr);
  struct sigaction inherited = {};
  sigaction(SIGHUP, nullptr, &inherited);
  if (inherited.sa_handler != SIG_IGN) {
    sigaction(SIGHUP, &action, nullptr);
  }
  std::signal(SIGXFSZ, SIG_IGN);
}

DeferStop::DeferStop() {
  deferred = 1;
}

DeferStop::~DeferStop() {
  deferred = 0;
}

bool stop_requested() {
  return stop != 0;
}

}  // namespace akin::app
