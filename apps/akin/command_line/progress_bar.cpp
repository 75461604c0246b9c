#include "command_line/progress_bar.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_line/common.h"

namespace akin::app {

using namespace std::chrono_literals;

ProgressBar::ProgressBar(std::int64_t first_step)
    : live_(terminal()),
      shown_(Clock::now() - 1h),
      ticked_(Clock::now()),
      ticked_step_(first_step) {}

bool ProgressBar::due() const {
  return live_ && Clock::now() - shown_ > 200ms;
}

void ProgressBar::tick(std::int64_t step) {
  const double seconds = std::chrono::duration<double>(Clock::now() - ticked_).count();
  if (seconds < 0.5) {
    return;
  }
  const double now = static_cast<double>(step - ticked_step_) / seconds;
  rate_ = rate_ == 0 ? now : 0.7 * rate_ + 0.3 * now;
  ticked_ = Clock::now();
  ticked_step_ = step;
}

void ProgressBar::show(std::int64_t step, std::int64_t steps, const std::string& metrics) {
  constexpr int width = 20;
  const double done = steps == 0 ? 0 : static_cast<double>(step) / static_cast<double>(steps);
  std::string bar;
  for (int i = 0; i < width; ++i) {
    bar += i < static_cast<int>(done * width) ? "█" : "░";
  }
  const std::string left =
      steps == 0 || rate_ == 0 ? "-" : clock_text(static_cast<double>(steps - step) / rate_);
  // fputs() does not throw where the terminal has been closed.
  std::fputs(fmt::format("\r\x1b[2K{:3.0f}% {} {}/{}  {:.1f} steps/s  left {}  {}", 100 * done, bar,
                         step, steps == 0 ? "?" : std::to_string(steps), rate_, left, metrics)
                 .c_str(),
             stderr);
  drawn_ = true;
  shown_ = Clock::now();
}

void ProgressBar::clear() {
  if (drawn_) {
    std::fputs("\r\x1b[2K", stderr);
    drawn_ = false;
  }
}

std::string clock_text(double seconds) {
  const auto total = static_cast<std::int64_t>(std::max(seconds, 0.0) + 0.5);
  const auto hours = total / 3600;
  const auto minutes = total / 60 % 60;
  return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, total % 60)
                   : fmt::format("{}:{:02}", minutes, total % 60);
}

}  // namespace akin::app
