#include "akin/metrics/copied_spans.h"

#include <algorithm>

#include "akin/base/settings.h"

namespace akin::metrics {

std::vector<CopiedSpan> copied_spans(std::span<const std::int32_t> lengths, std::int64_t minimum) {
  require_in_range("minimum", minimum, {.low = 1});
  std::vector<CopiedSpan> spans;
  const auto n = std::ssize(lengths);
  // Where matches start never decreases with where they end.
  const auto start = [&](std::int64_t end) {
    return end - lengths[static_cast<std::size_t>(end - 1)];
  };
  std::int64_t end = 0;  // of the longest match from `first`
  for (std::int64_t first = 0; first < n;) {
    end = std::max(end, first);
    while (end < n && start(end + 1) <= first) {
      ++end;
    }
    const std::int64_t length = end - first;
    if (length >= minimum) {
      spans.push_back({0, first, length});
    }
    first = length >= minimum ? end : first + 1;
  }
  return spans;
}

}  // namespace akin::metrics
