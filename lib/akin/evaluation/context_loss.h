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

/// For each length c, the mean of -ln p over all tokens of the blocks but their first, each given
/// the tokens before it in a window of c. Windows begin every c / 2 tokens, and a token counts in
/// the one that has the most before it: at least c / 2, and at most c. The same tokens count for
/// every length, and at full length it is the mean validation loss of these blocks. ids: int64 [n,
/// t + 1], t <= context(), padded with -1, as in the batches of text_splits(). Errors: a block of
/// fewer than two tokens, or of more than the context holds.
ContextLoss context_loss(TextGenerator& model, const torch::Tensor& ids);

}  // namespace akin
