#include "command_line/child_process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
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

void redirect(int stream, const char* path, int flags) {
  constexpr int mode = 0666;
  if (const int file = open(path, flags, mode); file >= 0) {
    dup2(file, stream);
  }
}

[[noreturn]] void become(std::vector<char*>& words, pid_t parent, const std::string& log,
                         const ChildOptions& options) {
  prctl(PR_SET_PDEATHSIG, options.signal_of_parent_death);
  if (getppid() != parent) {
    _exit(127);  // the parent ended before the line above
  }
  redirect(STDOUT_FILENO, "/dev/null", O_WRONLY);
  if (!log.empty()) {
    redirect(STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW);
  }
  setpriority(PRIO_PROCESS, 0, options.niceness);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  close_range(STDERR_FILENO + 1, ~0U, 0);  // no socket of a server outlives it
  execv("/proc/self/exe", words.data());
  _exit(127);  // only where it could not be started
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options) {
  std::vector<std::string> kept = {"akin"};
  kept.insert(kept.end(), arguments.begin(), arguments.end());
  std::vector<char*> words;
  for (auto& word : kept) {
    words.push_back(word.data());
  }
  words.push_back(nullptr);
  const std::string log = options.log.string();
  const pid_t parent = getpid();
  pid_ = fork();
  require(pid_ >= 0, "[akin] expected to start a process, got: {}", io::system_message(errno));
  if (pid_ == 0) {
    become(words, parent, log, options);
  }
}

ChildProcess::~ChildProcess() {
  if (!poll()) {
    signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

std::optional<ChildEnd> ChildProcess::poll() {
  int status = 0;
  rusage usage{};
  if (!end_ && wait4(pid_, &status, WNOHANG, &usage) != 0) {
    end_ = {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
            std::int64_t{1024} * usage.ru_maxrss};
  }
  return end_;
}

void ChildProcess::signal(int number) const {
  if (!end_) {
    kill(pid_, number);
  }
}

ChildEnd run_akin(const std::vector<std::string>& arguments) {
  const DeferStop until_saved;
  ChildProcess child(arguments);
  std::optional<Clock::time_point> asked;
  while (!child.poll()) {
    if (stop_requested() && !asked) {
      asked = Clock::now();
      child.signal(SIGTERM);
    } else if (asked && Clock::now() > *asked + saving_time) {
      child.signal(SIGKILL);
    }
    std::this_thread::sleep_for(polling_interval);
  }
  return *child.poll();
}

}  // namespace akin::app
