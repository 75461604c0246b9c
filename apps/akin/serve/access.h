#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace akin::app {

/// The instructor's secret: 32 random hexadecimal digits, new at every start of the server.
class InstructorToken {
 public:
  InstructorToken();
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Compares in constant time.
  [[nodiscard]] bool is(const std::string& other) const;

 private:
  std::string text_;
};

/// Token-bucket rate limit for each client address: bursts of up to `burst` requests, and
/// `per_second` on average.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  /// Whether one more request is within the limit; if so, it is counted.
  bool allows(const std::string& address, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double tokens;
    Clock::time_point updated;
  };
  void drop_full_buckets(Clock::time_point now);

  double per_second_;
  double burst_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;  // by address
};

}  // namespace akin::app
