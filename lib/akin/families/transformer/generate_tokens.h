#pragma once

#include "akin/families/transformer/transformer.h"
#include "akin/inference/decoder.h"
#include "akin/tokens/token_sampler.h"

namespace akin {

/// Sequences to be generated to a fixed length. Each token follows from the tokens before it and
/// from a random number of its own, so that both functions below generate the same.
struct GenerationTask {
  torch::Tensor prompt;          ///< int64 [n, t], t >= 1
  torch::Tensor uniforms;        ///< float64 [n, more] in [0, 1), on the CPU
  std::int64_t vocabulary_size;  ///< only tokens below this are drawn
  tokens::SamplingOptions sampling;
};

/// int64 [n, t + more] on the CPU. Each thread generates one sequence after the other with a copy
/// of the decoder: the fast way on a CPU.
torch::Tensor generate_each(const inference::Decoder& decoder, const GenerationTask& task);

/// The same on the transformer's device, one token of all sequences at a time: for GPUs. Without
/// gradients.
torch::Tensor generate_batched(Transformer& transformer, const GenerationTask& task);

}  // namespace akin
