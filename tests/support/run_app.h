#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "akin/base/require.h"

#include "support/eventually.h"

namespace akin::tests {

using Words = std::vector<std::string>;

/// How the app is started.
struct AppRequest {
  Words words;                                     ///< arguments of the program
  std::filesystem::path folder;                    ///< the working directory; empty: ours
  std::map<std::string, std::string> environment;  ///< in addition to ours, without its AKIN_*
  std::string input;                               ///< standard input
  std::vector<int> closed = {};      ///< standard streams that are closed at the start
  std::string output_file = {};      ///< where standard output goes instead of being captured
  std::optional<rlim_t> file_limit;  ///< RLIMIT_FSIZE, bytes
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  std::chrono::seconds timeout{1200};
#else
  std::chrono::seconds timeout{120};
#endif
};

struct AppResult {
  int status = -1;  ///< -1 where a signal ended it
  int signal = 0;
  std::string output;
  std::string errors;
};

/// The app as a process of its own.
class App {
 public:
  explicit App(AppRequest request) : request_(std::move(request)) {
    const Words variables = environment();
    const std::vector<char*> words = pointers(request_.words, AKIN_APP);
    const std::vector<char*> environment_words = pointers(variables, {});
    put(input_, request_.input);
    pid_ = fork();
    require(pid_ >= 0, "[tests] expected to start a process");
    if (pid_ == 0) {
      prepare();
      execve(AKIN_APP, words.data(), environment_words.data());
      _exit(127);
    }
  }
  ~App() {
    if (!ended_) {
      ::kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    for (const int file : {input_, output_, errors_}) {
      close(file);
    }
  }
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  void send(int signal) const { ::kill(pid_, signal); }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] std::string output_so_far() const { return content(output_); }
  [[nodiscard]] std::string errors_so_far() const { return content(errors_); }

  /// Waits until the app has ended, for at most `limit`. Returns whether it has.
  bool ends_within(std::chrono::milliseconds limit) {
    return eventually([this] { return ended(); }, limit, polling_interval);
  }

  /// Waits until `condition` holds, until the app has ended or its time limit has passed. Returns
  /// whether the condition holds.
  bool wait_until(const auto& condition) {
    bool holds = false;
    eventually([&] { return (holds = condition()) || ended(); }, request_.timeout,
               polling_interval);
    return holds;
  }

  AppResult wait() {
    const bool in_time = ends_within(request_.timeout);
    require(in_time, "[tests] expected akin {} to end within {} s, got: {}",
            request_.words.empty() ? "" : request_.words.front(), request_.timeout.count(),
            content(errors_));
    return {WIFEXITED(state_) ? WEXITSTATUS(state_) : -1,
            WIFSIGNALED(state_) ? WTERMSIG(state_) : 0, content(output_), content(errors_)};
  }

 private:
  bool ended() {
    ended_ = ended_ || waitpid(pid_, &state_, WNOHANG) != 0;
    return ended_;
  }

  [[nodiscard]] Words environment() const {
    std::map<std::string, std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string text = *entry;
      if (!text.starts_with("AKIN_")) {
        all[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
      }
    }
    all["OMP_WAIT_POLICY"] = "passive";
    for (const auto& [name, value] : request_.environment) {
      all[name] = value;
    }
    Words result;
    for (const auto& [name, value] : all) {
      result.push_back(name + "=" + value);
    }
    return result;
  }

  static std::vector<char*> pointers(const Words& words, std::optional<const char*> first) {
    std::vector<char*> result;
    if (first) {
      result.push_back(const_cast<char*>(*first));
    }
    for (const std::string& word : words) {
      result.push_back(const_cast<char*>(word.c_str()));
    }
    result.push_back(nullptr);
    return result;
  }

  /// In the child.
  void prepare() const {
    if (!request_.folder.empty() && chdir(request_.folder.c_str()) != 0) {
      _exit(126);
    }
    dup2(input_, STDIN_FILENO);
    dup2(request_.output_file.empty() ? output_ : open(request_.output_file.c_str(), O_WRONLY),
         STDOUT_FILENO);
    dup2(errors_, STDERR_FILENO);
    for (const int stream : request_.closed) {
      close(stream);
    }
    if (request_.file_limit) {
      const rlimit limit{*request_.file_limit, *request_.file_limit};
      setrlimit(RLIMIT_FSIZE, &limit);
    }
  }

  static void put(int file, const std::string& text) {
    require(pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()),
            "[tests] expected to write the input");
  }

  static std::string content(int file) {
    std::string text(static_cast<std::size_t>(lseek(file, 0, SEEK_END)), '\0');
    text.resize(static_cast<std::size_t>(pread(file, text.data(), text.size(), 0)));
    return text;
  }

  static constexpr std::chrono::milliseconds polling_interval{1};
  AppRequest request_;
  // Files in memory: unlike pipes they never fill up, so nothing has to read while the app runs.
  int input_ = memfd_create("input", MFD_CLOEXEC);
  int output_ = memfd_create("output", MFD_CLOEXEC);
  int errors_ = memfd_create("errors", MFD_CLOEXEC);
  pid_t pid_ = -1;
  int state_ = 0;
  bool ended_ = false;
};

inline AppResult run_app(AppRequest request) {
  return App(std::move(request)).wait();
}

inline AppResult run_app(Words words, const std::filesystem::path& folder) {
  return run_app({.words = std::move(words), .folder = folder});
}

}  // namespace akin::tests
