#pragma once

#include <chrono>
#include <thread>

namespace akin::tests {

/// Polls until `condition()` holds; false: it does not within `deadline`.
bool eventually(const auto& condition,
                std::chrono::steady_clock::duration deadline = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

}  // namespace akin::tests
