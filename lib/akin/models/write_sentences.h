#pragma once

#include "akin/inference/decoder.h"
#include "akin/models/transformer.h"
#include "akin/tokens/token_sampler.h"

namespace akin {

/// Sentences to be written to their end. A word follows from the words before it and from a random
/// number of its own, whatever way it is written in.
struct Unfinished {
  torch::Tensor sentences;  ///< int64 [n, length]; what stands from `given` on is overwritten
  std::int64_t given;       ///< 1 to length
  torch::Tensor numbers;    ///< float64 [n, length - given] in [0, 1), on the CPU
  std::int64_t words;       ///< tokens below this can be drawn
  tokens::SamplingOptions sampling;
};

/// Each thread writes one sentence after the other, with a copy of the decoder: the fast way on a
/// CPU, where the sentences are then.
void write_each(const inference::Decoder& decoder, const Unfinished& unfinished);

/// A token of all sentences at a time: for devices with many cores. Without gradients.
void write_at_once(Transformer& transformer, const Unfinished& unfinished);

}  // namespace akin
