#include "akin/families/transformer/generate_tokens.h"

#include <span>

#include <gtest/gtest.h>

#include "akin/families/transformer/token_image_model.h"

#include "support/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

/// 30 sequences of which 3 tokens are given and 14 are to be generated.
GenerationTask task_with(const tokens::SamplingOptions& sampling) {
  Random random(1, "numbers");
  const Tensor numbers = nn::uniform(random, {30, 14}, 0, 1, torch::kCPU).to(torch::kFloat64);
  const Tensor given = nn::uniform(random, {30, 3}, 0, 16).to(torch::kInt64);
  return {given, numbers, 16, sampling};
}

/// The same from the transformer's logits of the whole sequence at every step.
Tensor generate_without_cache(Transformer& transformer, const GenerationTask& task) {
  tokens::TokenSampler sampler(task.sampling);
  Tensor sequences = task.prompt;  // [n, tokens so far]
  for (std::int64_t t = 0; t < task.uniforms.size(1); ++t) {
    const Tensor logits = transformer.logits(sequences)
                              .select(1, sequences.size(1) - 1)
                              .slice(1, 0, task.vocabulary_size)
                              .contiguous();  // [n, vocabulary_size]
    const Tensor drawn = torch::empty({sequences.size(0), 1}, torch::kInt64);
    for (std::int64_t i = 0; i < drawn.size(0); ++i) {
      const std::span row(logits[i].data_ptr<float>(),
                          static_cast<std::size_t>(task.vocabulary_size));
      drawn.data_ptr<std::int64_t>()[i] = sampler(row, task.uniforms[i][t].item<double>());
    }
    sequences = torch::cat({sequences, drawn}, 1);
  }
  return sequences;
}

class GenerateTokens : public testing::TestWithParam<tokens::SamplingOptions> {};

TEST_P(GenerateTokens, IsTheSameWithDecoderAndTransformer) {
  TransformerShape shape;
  shape.layers = 2;
  shape.heads = 2;
  shape.width = 16;
  TokenImageModel model(shape, "binary-2x2", 16, {0, 8, 8}, 1);
  const torch::NoGradGuard no_grad;
  for (auto& parameter : model.parameters()) {
    parameter.add_(tests::normal(parameter.sizes(), 7) * 0.3);
  }
  const GenerationTask task = task_with(GetParam());
  const Tensor generated = generate_tokens(model.make_decoder(), task);  // [30, 17]
  EXPECT_TRUE(torch::equal(generated, generate_without_cache(model.transformer(), task)));
  EXPECT_TRUE(torch::equal(generated.slice(1, 0, 3), task.prompt));
  const Tensor written = generated.slice(1, 3);  // [30, 14]
  EXPECT_GT(std::get<0>(at::_unique(written)).numel(), 1) << "more than one token";
  EXPECT_LT(written.max().item<std::int64_t>(), task.vocabulary_size);
}

TEST(GenerateTokensOf, NothingReturnsTheGivenTokens) {
  TokenImageModel model({.layers = 1, .heads = 2, .width = 8}, "binary-2x2", 16, {0, 4, 4}, 1);
  const GenerationTask done = {torch::ones({2, 5}, torch::kInt64), torch::empty({2, 0}), 16, {}};
  EXPECT_TRUE(torch::equal(generate_tokens(model.make_decoder(), done), done.prompt));
}

INSTANTIATE_TEST_SUITE_P(Sampling, GenerateTokens,
                         testing::Values(tokens::SamplingOptions{},
                                         tokens::SamplingOptions{.temperature = 0},
                                         tokens::SamplingOptions{.temperature = 0.7, .top_k = 4}));

}  // namespace
}  // namespace akin
