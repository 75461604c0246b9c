#include "akin/tokens/next_tokens.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "akin/base/require.h"

namespace akin::tokens {

NextTokens next_tokens(std::span<const float> logits, const SamplingOptions& options,
                       std::int64_t count) {
  require(count >= 1, "[next_tokens] expected a count of 1 or more, got {}", count);
  const std::vector<double> probabilities = TokenSampler().probabilities(logits);
  const std::vector<double> adjusted = TokenSampler(options).probabilities(logits);
  std::vector<Token> order(logits.size());
  std::iota(order.begin(), order.end(), 0);
  const auto end = order.begin() + std::min(count, std::ssize(order));
  // By logit, since different logits may have equal probabilities.
  std::partial_sort(order.begin(), end, order.end(), [&](Token a, Token b) {
    const float x = logits[static_cast<std::size_t>(a)];
    const float y = logits[static_cast<std::size_t>(b)];
    return x > y || (x == y && a < b);
  });
  NextTokens next{{}, entropy(probabilities), entropy(adjusted)};
  std::transform(order.begin(), end, std::back_inserter(next.tokens), [&](Token token) {
    const auto i = static_cast<std::size_t>(token);
    return NextToken{token, probabilities[i], adjusted[i]};
  });
  return next;
}

double entropy(std::span<const double> probabilities) {
  double sum = 0;
  for (const double p : probabilities) {
    sum -= p > 0 ? p * std::log(p) : 0;
  }
  return sum;
}

}  // namespace akin::tokens
