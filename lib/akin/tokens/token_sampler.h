#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "akin/base/settings.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// How the next token is sampled from logits.
struct SamplingOptions {
  double temperature = 1;  ///< divides the logits; 0: greedy
  std::int64_t top_k = 0;  ///< keeps the k most likely tokens; 0, or more than there are: all
  double top_p = 1;        ///< of these, keeps the fewest with this total probability

  friend bool operator==(const SamplingOptions&, const SamplingOptions&) = default;
};

void describe(Fields& fields, SamplingOptions& options);

/// UsageError: out of range.
void check(const SamplingOptions& options);

/// Samples tokens: temperature first, then top-k (Fan, Lewis & Dauphin 2018), then top-p (nucleus
/// sampling, Holtzman et al. 2020); the lower token wins ties. The random number is an argument, so
/// that the result is a pure function. Allocates in the first call only.
class TokenSampler {
 public:
  explicit TokenSampler(const SamplingOptions& options = {});  ///< calls check()

  /// logits: [vocabulary_size], finite or -infinity (an impossible token); uniform: in [0, 1).
  /// Returns the token at which the cumulative probability of the kept tokens, in the order of
  /// their ids, exceeds `uniform`. Errors: a logit that is NaN or infinity, no finite logit,
  /// `uniform` out of range.
  Token operator()(std::span<const float> logits, double uniform);

  /// The distribution that operator() draws from, [vocabulary_size]: 0 for the tokens that top-k
  /// and top-p drop. Errors as above.
  [[nodiscard]] std::vector<double> probabilities(std::span<const float> logits);

 private:
  /// Fills candidates_ with the kept tokens, in the order of their ids; the sum of their weights.
  double select_candidates(std::span<const float> logits);
  void keep_most_likely(std::span<const float> logits);
  void keep_nucleus();

  struct Candidate {
    Token token;
    double weight;  ///< exp((logit - largest logit) / temperature)
  };

  SamplingOptions options_;
  std::vector<Candidate> candidates_;
};

}  // namespace akin::tokens
