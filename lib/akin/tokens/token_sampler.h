#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "akin/base/settings.h"
#include "akin/tokens/token.h"

namespace akin::tokens {

/// How the next token is drawn from logits.
struct SamplingOptions {
  double temperature = 1;  ///< logits are divided by it; 0: always the most likely token
  std::int64_t top_k = 0;  ///< only the k most likely tokens; 0: all
  double top_p = 1;        ///< of those only the fewest that have this share of the probability

  friend bool operator==(const SamplingOptions&, const SamplingOptions&) = default;
};

void describe(Fields& fields, SamplingOptions& options);

/// UsageError: out of range, or a top_k above the vocabulary. vocabulary 0: not known yet.
void check(const SamplingOptions& options, std::int64_t vocabulary = 0);

/// Draws tokens; the random number is an argument, so a draw is a pure function of its arguments.
/// Takes memory at the first draw only. Order: temperature, top-k (Fan, Lewis & Dauphin 2018), then
/// the nucleus of what is left (Holtzman et al. 2020). Ties go to the lower token.
class TokenSampler {
 public:
  explicit TokenSampler(const SamplingOptions& options = {});  ///< checked

  /// logits: [vocabulary], finite or -infinity (a token that never comes); uniform in [0, 1). The
  /// token whose part of the kept probability, laid out in the order of the tokens, `uniform` falls
  /// into. Errors: a logit that is NaN or infinite, none that is finite, `uniform` out of range.
  Token operator()(std::span<const float> logits, double uniform);

 private:
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
