#pragma once

#include <cstdint>
#include <span>

namespace akin::metrics {

/// What an attention head does, by where most of its weight goes, in the order in which heads are
/// listed.
enum class AttentionKind {
  previous_token,
  first_token,
  same_token,  ///< earlier occurrences of the token itself
  own_token,   ///< the position itself
  broad,       ///< spread evenly
  mixed
};

/// "previous token", "first token", "same token", "own token", "broad", "mixed".
const char* name_of(AttentionKind kind);

struct AttentionPattern {
  AttentionKind kind = AttentionKind::mixed;
  double score = 0;  ///< in [0, 1]: the mean weight there, or the evenness of broad and mixed heads
};

/// Heads have been named so since Clark et al. 2019 ("What does BERT look at?") and Voita et al.
/// 2019. Over positions 1 to t - 1 (first token: 2 to t - 1, same token: those of which the token
/// occurred before), the mean weight on each of the four places decides if the largest is at least
/// a half. Otherwise the evenness does, the mean of entropy(row i) / ln(i + 1), which is 1 for
/// equal weights: broad from 0.75 on. `weights`: [t, t], rows sum to 1, 0 right of the diagonal;
/// `tokens`: [t]. Error: other sizes.
AttentionPattern attention_pattern(std::span<const float> weights,
                                   std::span<const std::int32_t> tokens);

}  // namespace akin::metrics
