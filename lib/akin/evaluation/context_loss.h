#pragma once

#include <cstdint>
#include <vector>

#include "akin/models/capabilities.h"

namespace akin {

/// How well a model predicts text from contexts of several lengths.
struct ContextLoss {
  std::vector<std::int64_t> lengths;  ///< tokens: 1, 2, 4, ... and the whole context
  std::vector<double> nats;           ///< mean negative log-likelihood of a token, for each length
};

/// For each length c, the mean of -ln p(token | the last c tokens before it in its block, or all
/// where there are fewer), over all tokens of the blocks but their first: the same tokens for every
/// length. At full length it is the mean validation loss of these blocks.
/// ids: int64 [n, t + 1], t <= context(), padded with -1, as in the batches of text_splits().
/// Errors: a block of fewer than two tokens, or of more than the context holds.
ContextLoss context_loss(TextGenerator& model, const torch::Tensor& ids);

}  // namespace akin
