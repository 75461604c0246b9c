#include "akin/tokens/token_sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "akin/base/require.h"

namespace akin::tokens {
namespace {

constexpr RealRange temperature_range{0};
constexpr WholeRange top_k_range{0};
constexpr RealRange top_p_range{0, 1, true};

/// The first of the largest. Errors if no token can be sampled.
std::size_t most_likely(std::span<const float> logits) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    require(logits[i] <= std::numeric_limits<float>::max(),  // false for NaN
            "[sampling] expected finite logits, got {} for token {}; the model may have diverged",
            logits[i], i);
    best = logits[i] > logits[best] ? i : best;
  }
  require(!logits.empty() && std::isfinite(logits[best]),
          "[sampling] expected a possible token, got {} logits, none of them finite",
          logits.size());
  return best;
}

}  // namespace

void describe(Fields& fields, SamplingOptions& options) {
  fields.real("temperature", options.temperature, temperature_range,
              "sampling temperature: below 1 favours likely tokens; 0: greedy");
  fields.whole("top_k", options.top_k, top_k_range,
               "sample from the N most likely tokens (0: all)");
  fields.real("top_p", options.top_p, top_p_range,
              "sample from the fewest tokens with this total probability");
}

void check(const SamplingOptions& options) {
  require_in_range("temperature", options.temperature, temperature_range);
  require_in_range("top_k", options.top_k, top_k_range);
  require_in_range("top_p", options.top_p, top_p_range);
}

TokenSampler::TokenSampler(const SamplingOptions& options) : options_(options) {
  check(options);
}

double TokenSampler::select_candidates(std::span<const float> logits) {
  const std::size_t best = most_likely(logits);
  candidates_.clear();
  if (options_.temperature == 0) {
    candidates_.push_back({static_cast<Token>(best), 1});
    return 1;
  }
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const double above = static_cast<double>(logits[i]) - static_cast<double>(logits[best]);
    candidates_.push_back({static_cast<Token>(i), std::exp(above / options_.temperature)});
  }
  keep_most_likely(logits);
  keep_nucleus();
  double total = 0;
  for (const Candidate& candidate : candidates_) {
    total += candidate.weight;
  }
  return total;
}

Token TokenSampler::operator()(std::span<const float> logits, double uniform) {
  require(uniform >= 0 && uniform < 1,
          "[sampling] expected a random number of at least 0 and below 1, got {}", uniform);
  const double target = uniform * select_candidates(logits);
  double reached = 0;
  Token drawn = 0;
  for (const Candidate& candidate : candidates_) {
    if (candidate.weight > 0) {
      drawn = candidate.token;  // the last one if rounding keeps `reached` below the target
    }
    reached += candidate.weight;
    if (reached > target) {
      break;
    }
  }
  return drawn;
}

std::vector<double> TokenSampler::probabilities(std::span<const float> logits) {
  const double total = select_candidates(logits);
  std::vector<double> all(logits.size());
  for (const Candidate& candidate : candidates_) {
    all[static_cast<std::size_t>(candidate.token)] = candidate.weight / total;
  }
  return all;
}

void TokenSampler::keep_most_likely(std::span<const float> logits) {
  const auto count = static_cast<std::size_t>(options_.top_k);
  if (count == 0 || count >= candidates_.size()) {
    return;
  }
  // By logit, since different logits may have equal weights.
  const auto likelier = [logits](const Candidate& a, const Candidate& b) {
    const float x = logits[static_cast<std::size_t>(a.token)];
    const float y = logits[static_cast<std::size_t>(b.token)];
    return x > y || (x == y && a.token < b.token);
  };
  const auto end = candidates_.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(candidates_.begin(), end, candidates_.end(), likelier);
  candidates_.erase(end, candidates_.end());
  std::sort(candidates_.begin(), candidates_.end(),
            [](const Candidate& a, const Candidate& b) { return a.token < b.token; });
}

void TokenSampler::keep_nucleus() {
  if (options_.top_p >= 1) {
    return;
  }
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    return a.weight > b.weight || (a.weight == b.weight && a.token < b.token);
  });
  double total = 0;
  for (const Candidate& candidate : candidates_) {
    total += candidate.weight;
  }
  double reached = 0;
  std::size_t count = 0;
  while (count < candidates_.size() && (count == 0 || reached < options_.top_p * total)) {
    reached += candidates_[count++].weight;
  }
  candidates_.resize(count);
  std::sort(candidates_.begin(), candidates_.end(),
            [](const Candidate& a, const Candidate& b) { return a.token < b.token; });
}

}  // namespace akin::tokens
