#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "terminal/terminal.h"

namespace akin::app {

/// What the bar tells.
struct TrainingProgress {
  std::int64_t step = 0;
  std::int64_t steps = 0;            ///< 0: not yet known
  double rate = 0;                   ///< steps a second; 0: not yet known
  std::vector<std::string> metrics;  ///< "D(real) 0.53"
};

/// One line narrower than the terminal: the share done, a bar where there is room for it, step,
/// time left, rate, and as many metrics as fit.
std::string progress_line(const TrainingProgress& progress, const Terminal& terminal);

/// A line on standard error that is drawn over and over where that is a terminal; nothing
/// otherwise.
class ProgressBar {
 public:
  explicit ProgressBar(std::int64_t first_step);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// Whether enough time has passed for another look.
  [[nodiscard]] bool due() const;
  /// steps 0: not yet known.
  void show(std::int64_t step, std::int64_t steps, const std::vector<std::string>& metrics);
  /// Takes the line away so that something else can be printed.
  void clear();

  /// Steps a second, over the last seconds; 0 where not yet known.
  [[nodiscard]] double rate() const { return rate_; }
  void tick(std::int64_t step);

 private:
  using Clock = std::chrono::steady_clock;
  bool live_;
  bool drawn_ = false;
  Clock::time_point shown_;
  Clock::time_point ticked_;
  std::int64_t ticked_step_;
  double rate_ = 0;
};

/// "1:05" or "1:02:03".
std::string clock_text(double seconds);

}  // namespace akin::app
