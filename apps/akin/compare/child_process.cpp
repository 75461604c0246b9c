#include "compare/child_process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "command_line/environment.h"

namespace akin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto saving_time = std::chrono::seconds(4);
constexpr auto polling_interval = std::chrono::milliseconds(20);

[[noreturn]] void become(std::vector<char*>& words, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);  // the parent ended before the line above
  }
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  execv("/proc/self/exe", words.data());
  _exit(127);  // only where it could not be started
}

}  // namespace

ChildEnd run_akin(const std::vector<std::string>& arguments) {
  std::vector<std::string> kept = {"akin"};
  kept.insert(kept.end(), arguments.begin(), arguments.end());
  std::vector<char*> words;
  for (auto& word : kept) {
    words.push_back(word.data());
  }
  words.push_back(nullptr);
  const DeferStop until_saved;
  const pid_t parent = getpid();
  const pid_t child = fork();
  require(child >= 0, "[compare] expected to start a process, got: {}", io::system_message(errno));
  if (child == 0) {
    become(words, parent);
  }
  int status = 0;
  rusage usage{};
  std::optional<Clock::time_point> asked;
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    if (stop_requested() && !asked) {
      asked = Clock::now();
      kill(child, SIGTERM);
    } else if (asked && Clock::now() > *asked + saving_time) {
      kill(child, SIGKILL);
    }
    std::this_thread::sleep_for(polling_interval);
  }
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
          std::int64_t{1024} * usage.ru_maxrss};
}

}  // namespace akin::app
