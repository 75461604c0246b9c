#include "akin/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "akin/base/require.h"

namespace akin {

double Schedule::factor(std::int64_t step, std::int64_t steps) const {
  if (step < warmup) {
    return static_cast<double>(step + 1) / static_cast<double>(warmup);
  }
  if (shape == Shape::constant || steps == 0) {
    return 1.0;
  }
  const auto span = static_cast<double>(std::max<std::int64_t>(steps - warmup, 1));
  const double done = std::min(static_cast<double>(step - warmup) / span, 1.0);
  const double left =
      shape == Shape::linear ? 1.0 - done : 0.5 * (1.0 + std::cos(std::numbers::pi * done));
  return floor + (1.0 - floor) * left;
}

Schedule::Shape schedule_shape(const std::string& name) {
  if (name == "constant") {
    return Schedule::Shape::constant;
  }
  if (name == "linear") {
    return Schedule::Shape::linear;
  }
  require<UsageError>(name == "cosine", "[schedule] expected constant, linear or cosine, got '{}'",
                      name);
  return Schedule::Shape::cosine;
}

}  // namespace akin
