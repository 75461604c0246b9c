#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace akin::app {

/// What only the instructor knows: 32 random hexadecimal digits, new at every start.
class Token {
 public:
  Token();
  [[nodiscard]] const std::string& text() const { return text_; }
  /// In a time that tells nothing of where they differ.
  [[nodiscard]] bool is(const std::string& other) const;

 private:
  std::string text_;
};

/// How often one address may ask: `burst` times at once, and `per_second` in the long run.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  /// Whether one more request is within the limit; it is counted if so.
  bool allows(const std::string& address, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double left;
    Clock::time_point seen;
  };
  void forget_the_idle(Clock::time_point now);

  double per_second_;
  double burst_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

/// This machine's first address of the network, as others reach it; empty: none.
std::string network_address();

}  // namespace akin::app
