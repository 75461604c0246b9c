#include "akin/base/suggest.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <fmt/ranges.h>

#include "akin/base/require.h"

namespace akin {

int edit_distance(std::string_view a, std::string_view b) {
  // row[j] is the distance between the first i bytes of a and the first j bytes of b.
  std::vector<int> two_up(b.size() + 1);
  std::vector<int> up(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(two_up, up);
    std::swap(up, row);
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = up[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_up[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates) {
  std::optional<std::string> best;
  int best_distance = 0;
  for (const std::string& candidate : candidates) {
    const int distance = edit_distance(name, candidate);
    const auto third = static_cast<int>(std::max(name.size(), candidate.size()) / 3);
    if (distance <= std::max(third, 1) && (!best || distance < best_distance)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

void fail_unknown(std::string_view who, std::string_view name,
                  std::span<const std::string> candidates) {
  const auto nearest = nearest_name(name, candidates);
  const std::string hint = nearest ? fmt::format("; did you mean '{}'?", *nearest) : "";
  fail<UsageError>("[{}] expected one of {}, got '{}'{}", who, fmt::join(candidates, ", "), name,
                   hint);
}

}  // namespace akin
