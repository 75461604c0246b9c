#include "akin/metrics/attention_pattern.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "akin/base/require.h"

namespace akin::metrics {
namespace {

constexpr double majority = 0.5;
constexpr double even = 0.75;

class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] double value() const { return count_ == 0 ? 0 : sum_ / count_; }

 private:
  double sum_ = 0;
  int count_ = 0;
};

}  // namespace

const char* name_of(AttentionKind kind) {
  constexpr std::array names = {"previous token", "first token", "same token",
                                "own token",      "broad",       "mixed"};
  return names.at(static_cast<std::size_t>(kind));
}

AttentionPattern attention_pattern(std::span<const float> weights,
                                   std::span<const std::int32_t> tokens) {
  const std::size_t t = tokens.size();
  require(weights.size() == t * t, "[attention_pattern] expected {} weights of {} tokens, got {}",
          t * t, t, weights.size());
  std::array<Mean, 4> places;  // by AttentionKind
  Mean evenness;
  for (std::size_t i = 1; i < t; ++i) {
    const std::span<const float> row = weights.subspan(i * t, i + 1);
    double same = 0;
    double entropy = 0;
    bool occurred = false;
    for (std::size_t j = 0; j <= i; ++j) {
      const double p = static_cast<double>(row[j]);
      entropy -= p > 0 ? p * std::log(p) : 0;
      if (j < i && tokens[j] == tokens[i]) {
        same += p;
        occurred = true;
      }
    }
    places[0].add(static_cast<double>(row[i - 1]));
    if (i > 1) {
      places[1].add(static_cast<double>(row[0]));
    }
    if (occurred) {
      places[2].add(same);
    }
    places[3].add(static_cast<double>(row[i]));
    evenness.add(entropy / std::log(static_cast<double>(i + 1)));
  }
  const auto largest =
      std::max_element(places.begin(), places.end(),
                       [](const Mean& a, const Mean& b) { return a.value() < b.value(); });
  if (largest->value() >= majority) {
    return {static_cast<AttentionKind>(largest - places.begin()), largest->value()};
  }
  return {evenness.value() >= even ? AttentionKind::broad : AttentionKind::mixed,
          std::min(evenness.value(), 1.0)};
}

}  // namespace akin::metrics
