#pragma once

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace akin::app {

/// How a process ended.
struct ChildEnd {
  int status = 0;  ///< as a shell says it: 128 + the signal where one ended it
  std::int64_t peak_memory_bytes = 0;
};

struct ChildOptions {
  std::filesystem::path log{};  ///< standard error is appended to this file; empty: it is ours
  int niceness = 0;             ///< see nice(1)
  /// Sent to the child when the thread that started it ends, however that ends.
  int signal_of_parent_death = SIGKILL;
};

/// This program once more, with other arguments. Its standard output is thrown away. A process of
/// its own has a peak of memory of its own.
class ChildProcess {
 public:
  /// Error: it cannot be started.
  explicit ChildProcess(const std::vector<std::string>& arguments,
                        const ChildOptions& options = {});
  /// Kills the child if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// How it ended; nullopt while it runs.
  std::optional<ChildEnd> poll();
  void signal(int number) const;

 private:
  pid_t pid_ = 0;
  std::optional<ChildEnd> end_;
};

/// Runs a child until it ends. A request to stop is passed on, and the child is killed if it has
/// not saved and ended within seconds. Error: it cannot be started.
ChildEnd run_akin(const std::vector<std::string>& arguments);

}  // namespace akin::app
