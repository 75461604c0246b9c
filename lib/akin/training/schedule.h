#pragma once

#include <cstdint>
#include <string>

namespace akin {

/// The factor of the learning rate at a step: a linear warm-up over `warmup` steps, then constant,
/// linear or a half cosine (Loshchilov & Hutter 2017) down to `floor`.
struct Schedule {
  enum class Shape { constant, linear, cosine };
  Shape shape = Shape::constant;
  std::int64_t warmup = 0;
  double floor = 0.0;

  /// step in [0, steps); steps 0, an unknown total, counts as the start of the schedule.
  [[nodiscard]] double factor(std::int64_t step, std::int64_t steps) const;
};

/// "constant", "linear" or "cosine"; a UsageError otherwise.
Schedule::Shape schedule_shape(const std::string& name);

}  // namespace akin
