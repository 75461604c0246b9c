#pragma once

#include <functional>

#include "akin/nn/autocast.h"
#include "akin/training/batches.h"
#include "akin/training/schedule.h"
#include "akin/training/trainable.h"

namespace akin {

struct FitOptions {
  std::int64_t steps = 0;  ///< in all; 0: from `seconds`
  double seconds = 0;      ///< wall-clock budget, turned into a number of steps after the warm-up
  std::int64_t first_step = 0;  ///< where a resumed run stands
  double seconds_spent = 0;     ///< of the budget, before this call
  Schedule schedule;
  Precision precision = Precision::f32;  ///< of the steps; what the callback does is in f32
  std::uint64_t seed = 0;
};

struct Progress {
  std::int64_t step;   ///< steps done, 1 after the first
  std::int64_t steps;  ///< in all; 0 while a budget has not been turned into steps
  const StepMetrics& figures;

  [[nodiscard]] bool last() const { return step == steps; }
};

enum class Next { go_on, stop };

/// Trains: the batch of every step, the schedule, one callback. Knows nothing of models, files or
/// terminals; what is to happen every so many steps, the callback does. Returns the number of steps
/// done in all. Errors: neither steps nor seconds.
std::int64_t fit(Trainable& trainable, const Batches& batches, const FitOptions& options,
                 const std::function<Next(const Progress&)>& callback = {});

}  // namespace akin
