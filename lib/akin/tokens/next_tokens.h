#pragma once

#include <span>
#include <vector>

#include "akin/tokens/token_sampler.h"

namespace akin::tokens {

/// A token that may come next.
struct NextToken {
  Token token = 0;
  double probability = 0;  ///< the model's own: the softmax of the logits
  double adjusted = 0;     ///< after temperature, top-k and top-p, as TokenSampler draws it
};

/// The distribution of the next token.
struct NextTokens {
  std::vector<NextToken> tokens;  ///< the most likely first; of equal ones the lower
  double entropy = 0;             ///< of all probabilities, in nats
  double adjusted_entropy = 0;
};

/// The `count` most likely tokens, or all of fewer. Errors: those of TokenSampler; a count below 1.
NextTokens next_tokens(std::span<const float> logits, const SamplingOptions& options,
                       std::int64_t count);

/// -sum p ln p, in nats (Shannon 1948).
double entropy(std::span<const double> probabilities);

}  // namespace akin::tokens
