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

Tensor generate_each(const inference::Decoder& decoder, const GenerationTask& task) {
  const std::int64_t given = task.prompt.size(1);
  const std::int64_t more = task.uniforms.size(1);
  if (more == 0) {
    return task.prompt.clone();
  }
  const Tensor uniforms = task.uniforms.contiguous();                       // [n, more]
  const Tensor sequences = torch::constant_pad_nd(task.prompt, {0, more});  // [n, t + more]
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
  return sequences;
}

Tensor generate_batched(Transformer& transformer, const GenerationTask& task) {
  const torch::NoGradGuard no_grad;
  const std::int64_t vocabulary = task.vocabulary_size;
  tokens::TokenSampler sampler(task.sampling);
  TensorKeyValueCache cache;
  std::vector<Tensor> parts = {task.prompt};  // each int64 [n, tokens]
  for (std::int64_t t = 0; t < task.uniforms.size(1); ++t) {
    const Tensor& fresh = parts.back();  // [n, tokens not yet in the cache]
    const Tensor logits = transformer.logits(fresh, &cache)
                              .select(1, fresh.size(1) - 1)
                              .slice(1, 0, vocabulary)
                              .to(torch::kCPU)
                              .contiguous();                          // [n, vocabulary]
    const Tensor uniforms = task.uniforms.select(1, t).contiguous();  // [n]
    const Tensor drawn = torch::empty({fresh.size(0), 1}, torch::kInt64);
    for (std::int64_t i = 0; i < drawn.size(0); ++i) {
      const std::span row(logits.data_ptr<float>() + i * vocabulary,
                          static_cast<std::size_t>(vocabulary));
      drawn.data_ptr<std::int64_t>()[i] = sampler(row, uniforms.data_ptr<double>()[i]);
    }
    parts.push_back(drawn.to(fresh.device()));
  }
  return torch::cat(parts, 1);
}

}  // namespace akin
