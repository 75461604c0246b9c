#pragma once

#include <functional>

#include "akin/nn/autocast.h"
#include "akin/training/batches.h"
#include "akin/training/schedule.h"
#include "akin/training/trainable.h"

namespace akin {

struct FitOptions {
  std::int64_t steps = 0;  ///< total; 0: from `seconds`
  double seconds = 0;      ///< wall-clock budget, turned into a number of steps after the warm-up
  std::int64_t first_step = 0;      ///< steps already done by a resumed run
  double seconds_spent = 0;         ///< of the budget, before this call
  std::int64_t expected_steps = 0;  ///< the schedule's total until `seconds` are turned into steps
  Schedule schedule;
  Precision precision = Precision::f32;  ///< of the steps; the callback runs in f32
  std::uint64_t seed = 0;
};

struct Progress {
  std::int64_t step;   ///< steps done, 1 after the first
  std::int64_t steps;  ///< total; 0 until a time budget has been turned into steps
  const StepMetrics& metrics;

  [[nodiscard]] bool last() const { return step == steps; }
};

enum class Next { proceed, stop };

/// The training loop: batches, schedule, and one callback after each step, which does everything
/// else. Knows nothing about models, files or terminals. Returns the total number of steps done.
/// UsageError: neither steps nor seconds.
std::int64_t fit(Trainable& trainable, const Batches& batches, const FitOptions& options,
                 const std::function<Next(const Progress&)>& callback = {});

}  // namespace akin
