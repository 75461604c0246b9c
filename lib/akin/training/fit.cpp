#include "akin/training/fit.h"

#include <algorithm>
#include <chrono>

#include "akin/base/require.h"

namespace akin {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Turns a wall-clock budget into steps once the rate is known. The first steps are slower (kernels
/// are chosen, memory is allocated) and do not count.
class Budget {
 public:
  explicit Budget(const FitOptions& options) : options_(options), start_(Clock::now()) {}

  /// The total, or 0 while it is not known. `step`: steps done in all; `metrics`: of the last.
  std::int64_t steps_after(std::int64_t step, const StepMetrics& metrics) {
    const std::int64_t here = step - options_.first_step;
    if (here >= settling_steps) {
      wait_for(metrics);
    }
    if (here == settling_steps) {
      settled_ = seconds_since(start_);
    }
    const double spent = seconds_since(start_);
    const bool long_enough =
        here >= settling_steps + measured_steps || spent > options_.seconds / 4;
    if (here <= settling_steps || !long_enough) {
      return 0;
    }
    const double rate = static_cast<double>(here - settling_steps) / (spent - settled_);
    const double left = std::max(options_.seconds - options_.seconds_spent - spent, 0.0);
    return step + std::max<std::int64_t>(static_cast<std::int64_t>(left * rate), 1);
  }

 private:
  /// Until the device has done the step: what is timed is its work, not our asking for it.
  static void wait_for(const StepMetrics& metrics) {
    if (!metrics.empty()) {
      metrics.front().value.item<double>();
    }
  }

  static constexpr std::int64_t settling_steps = 5;
  static constexpr std::int64_t measured_steps = 40;
  const FitOptions& options_;
  Clock::time_point start_;
  double settled_ = 0;
};

}  // namespace

std::int64_t fit(Trainable& trainable, const Batches& batches, const FitOptions& options,
                 const std::function<Next(const Progress&)>& callback) {
  require<UsageError>(options.steps > 0 || options.seconds > 0,
                      "[fit] expected a number of steps or seconds, got neither");
  Budget budget(options);
  std::int64_t steps = options.steps;
  std::int64_t step = options.first_step;
  while (steps == 0 || step < steps) {
    const std::int64_t expected = steps > 0 ? steps : options.expected_steps;
    const StepContext context{options.seed, step, options.schedule.factor(step, expected)};
    const StepMetrics metrics = [&] {
      const nn::AutocastScope scope(options.precision);
      return trainable.step(batches(step), context);
    }();
    ++step;
    if (steps == 0) {
      steps = budget.steps_after(step, metrics);
    }
    if (callback && callback(Progress{step, steps, metrics}) == Next::stop) {
      break;
    }
  }
  return step;
}

}  // namespace akin
