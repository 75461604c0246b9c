#pragma once

#include "akin/families/transformer/transformer.h"
#include "akin/inference/decoder.h"
#include "akin/tokens/token_sampler.h"

namespace akin {

/// Sentences to be written to their end. A word follows from the words before it and from a random
/// number of its own, whatever way it is written in.
struct Unfinished {
  torch::Tensor given;    ///< int64 [n, t], t >= 1
  torch::Tensor numbers;  ///< float64 [n, words to be written] in [0, 1), on the CPU
  std::int64_t words;     ///< tokens below this can be drawn
  tokens::SamplingOptions sampling;
};

/// int64 [n, t + words written] on the CPU. Each thread writes one sentence after the other, with a
/// copy of the decoder: the fast way there.
torch::Tensor write_each(const inference::Decoder& decoder, const Unfinished& unfinished);

/// The same where the transformer is, a word of all sentences at a time: for devices with many
/// cores. Without gradients.
torch::Tensor write_at_once(Transformer& transformer, const Unfinished& unfinished);

}  // namespace akin
