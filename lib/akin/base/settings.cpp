#include "akin/base/settings.h"

#include <algorithm>

#include "akin/base/require.h"

namespace akin {

void require_in_range(const std::string& name, std::int64_t value, WholeRange range) {
  constexpr auto unbounded = std::numeric_limits<std::int64_t>::max();
  const std::string upper =
      range.high == unbounded ? "" : fmt::format(" and at most {}", range.high);
  require<UsageError>(value >= range.low && value <= range.high,
                      "[{}] expected at least {}{}, got {}", name, range.low, upper, value);
}

void require_in_range(const std::string& name, double value, RealRange range) {
  constexpr auto unbounded = std::numeric_limits<double>::max();
  const bool above_low = range.above ? value > range.low : value >= range.low;
  const std::string upper =
      range.high == unbounded ? "" : fmt::format(" and at most {}", range.high);
  require<UsageError>(above_low && value <= range.high, "[{}] expected {} {}{}, got {}", name,
                      range.above ? "more than" : "at least", range.low, upper, value);
}

void require_one_of(const std::string& name, const std::string& value,
                    const std::vector<std::string>& choices) {
  require<UsageError>(std::find(choices.begin(), choices.end(), value) != choices.end(),
                      "[{}] expected one of {}, got '{}'", name, fmt::join(choices, ", "), value);
}

}  // namespace akin
