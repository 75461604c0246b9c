#include "compare/child_process.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

namespace akin::app {
namespace {

[[noreturn]] void become(std::vector<char*>& words) {
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
  const pid_t child = fork();
  require(child >= 0, "[compare] expected to start a process, got: {}", io::system_message(errno));
  if (child == 0) {
    become(words);
  }
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0) {
    // A signal to us both came: the child saves and ends.
    require(errno == EINTR, "[compare] expected to wait for a process, got: {}",
            io::system_message(errno));
  }
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
          std::int64_t{1024} * usage.ru_maxrss};
}

}  // namespace akin::app
