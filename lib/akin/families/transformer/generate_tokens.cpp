#include "akin/families/transformer/generate_tokens.h"

#include <span>
#include <vector>

#include "akin/nn/torch_parallel.h"

namespace akin {

using tokens::Token;
using torch::Tensor;

namespace {

/// Generates one sequence from its first `given` tokens to its end; one random number per token.
void complete(inference::Decoder& decoder, tokens::TokenSampler& sampler, std::size_t vocabulary,
              std::span<std::int64_t> sequence, std::size_t given, const double* uniforms) {
  const std::vector<Token> prompt(sequence.begin(),
                                  sequence.begin() + static_cast<std::ptrdiff_t>(given));
  decoder.reset();
  auto logits = decoder.feed(prompt).first(vocabulary);
  for (std::size_t t = given; t < sequence.size(); ++t) {
    sequence[t] = sampler(logits, *uniforms++);
    if (t + 1 < sequence.size()) {
      logits = decoder.step(static_cast<Token>(sequence[t])).first(vocabulary);
    }
  }
}

}  // namespace

Tensor generate_tokens(const inference::Decoder& decoder, const GenerationTask& task) {
  const std::int64_t given = task.prompt.size(1);
  const std::int64_t more = task.uniforms.size(1);
  if (more == 0) {
    return task.prompt.clone();
  }
  const Tensor uniforms = task.uniforms.contiguous();  // [n, more]
  const Tensor sequences =
      torch::constant_pad_nd(task.prompt.to(torch::kCPU), {0, more});  // [n, t + more]
  const auto length = static_cast<std::size_t>(given + more);
  nn::parallel_ranges(sequences.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    inference::Decoder own = decoder;
    tokens::TokenSampler sampler(task.sampling);
    for (std::int64_t i = begin; i < end; ++i) {
      complete(own, sampler, static_cast<std::size_t>(task.vocabulary_size),
               {sequences.data_ptr<std::int64_t>() + i * (given + more), length},
               static_cast<std::size_t>(given), uniforms.data_ptr<double>() + i * more);
    }
  });
  return sequences.to(task.prompt.device());
}

}  // namespace akin
