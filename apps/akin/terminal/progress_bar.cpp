#include "terminal/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace akin::app {

using namespace std::chrono_literals;

namespace {

std::string bar(double done, std::size_t width, bool utf8) {
  std::string text;
  for (std::size_t i = 0; i < width; ++i) {
    const bool full = static_cast<double>(i) < std::floor(done * static_cast<double>(width));
    text += utf8 ? (full ? "█" : "░") : (full ? "#" : ".");
  }
  return text;
}

/// Of the terminal's width alone: what follows the bar must not move from one look to the next.
std::size_t bar_width(int columns) {
  return columns >= 100 ? 20 : columns >= 70 ? 10 : 0;
}

}  // namespace

std::string progress_line(const TrainingProgress& progress, const Terminal& terminal) {
  const auto& [step, steps, rate, metrics] = progress;
  const bool known = steps > 0;
  const double done = known ? static_cast<double>(step) / static_cast<double>(steps) : 0;
  // In the order of their importance: what does not fit is left out from the end.
  std::vector<std::string> parts = {known ? fmt::format("{:3.0f} %", 100 * done) : "  ? %"};
  parts.push_back(known ? fmt::format("step {}/{}", step, steps) : fmt::format("step {}", step));
  if (known && rate > 0) {
    parts.push_back(clock_text(static_cast<double>(steps - step) / rate) + " left");
  }
  if (rate > 0) {
    parts.push_back(fmt::format("{:.{}f} steps/s", rate, rate < 10 ? 1 : 0));
  }
  parts.insert(parts.end(), metrics.begin(), metrics.end());
  const std::size_t cells = bar_width(terminal.columns);
  // The last column stays empty: some terminals begin a new line after it.
  std::size_t room = static_cast<std::size_t>(std::max(terminal.columns - 1, 0));
  std::string line;
  for (const std::string& part : parts) {
    const std::size_t gap = line.empty() ? 0 : 2;
    if (gap + part.size() > room) {
      break;
    }
    room -= gap + part.size();
    line += std::string(gap, ' ') + part;
    if (gap == 0 && cells > 0) {
      line += "  " + bar(done, cells, terminal.utf8);
      room -= 2 + cells;
    }
  }
  return line;
}

ProgressBar::ProgressBar(std::int64_t first_step)
    : live_(standard_error().interactive),
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

void ProgressBar::show(std::int64_t step, std::int64_t steps,
                       const std::vector<std::string>& metrics) {
  // fputs() does not throw where the terminal has been closed.
  std::fputs(("\r\x1b[2K" + progress_line({step, steps, rate_, metrics}, standard_error())).c_str(),
             stderr);
  std::fflush(stderr);
  drawn_ = true;
  shown_ = Clock::now();
}

void ProgressBar::clear() {
  if (drawn_) {
    std::fputs("\r\x1b[2K", stderr);
    std::fflush(stderr);
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
