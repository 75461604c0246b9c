#pragma once

#include "akin/inference/decoder.h"
#include "akin/nn/torch.h"
#include "akin/tokens/token_sampler.h"

namespace akin {

/// Sequences to be generated to a fixed length.
struct GenerationTask {
  torch::Tensor prompt;          ///< int64 [n, t], t >= 1
  torch::Tensor uniforms;        ///< float64 [n, more] in [0, 1), on the CPU: one per token
  std::int64_t vocabulary_size;  ///< only tokens below this are drawn
  tokens::SamplingOptions sampling;
};

/// int64 [n, t + more] on the prompt's device. Each CPU thread generates one sequence after the
/// other with a copy of the decoder.
torch::Tensor generate_tokens(const inference::Decoder& decoder, const GenerationTask& task);

}  // namespace akin
