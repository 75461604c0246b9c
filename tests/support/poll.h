#pragma once

#include <chrono>
#include <thread>

namespace akin::tests {

/// Calls `condition` every `interval` until it returns true, for at most `limit`. Returns whether
/// it did. Tests wait with this instead of sleeping for a time that a slow machine exceeds.
bool poll_until(const auto& condition, std::chrono::milliseconds limit = std::chrono::seconds(60),
                std::chrono::milliseconds interval = std::chrono::milliseconds(1)) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) {
      return false;
    }
    std::this_thread::sleep_for(interval);
  }
  return true;
}

}  // namespace akin::tests
