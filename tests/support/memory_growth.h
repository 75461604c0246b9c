#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include <sys/types.h>

#include "akin/base/require.h"

namespace akin::tests {

/// The largest growth of a process's resident memory while this lives.
class MemoryGrowth {
 public:
  /// What a visitor may make a server take.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  static constexpr std::size_t allowed = std::size_t{1} << 30U;  // of shadow and quarantine
#else
  static constexpr std::size_t allowed = 50'000'000;
#endif

  explicit MemoryGrowth(pid_t process) : process_(process), before_(resident()) {
    watch_ = std::thread([this] {
      while (!done_) {
        note();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }
  ~MemoryGrowth() {
    if (watch_.joinable()) {
      end();
    }
  }
  MemoryGrowth(const MemoryGrowth&) = delete;
  MemoryGrowth& operator=(const MemoryGrowth&) = delete;

  /// In bytes.
  std::size_t end() {
    if (!done_.exchange(true)) {
      watch_.join();
      note();
    }
    return std::max(largest_, before_) - before_;
  }

 private:
  void note() {
    largest_ = std::max(largest_, resident());
  }

  [[nodiscard]] std::size_t resident() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) {
        return std::stoul(line.substr(6)) << 10U;
      }
    }
    throw Error("[tests] expected a process with resident memory");
  }

  pid_t process_;
  std::size_t before_;
  std::size_t largest_ = 0;
  std::atomic<bool> done_ = false;
  std::thread watch_;
};

}  // namespace akin::tests
