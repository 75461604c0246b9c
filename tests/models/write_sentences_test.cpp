#include "akin/models/write_sentences.h"

#include <gtest/gtest.h>

#include "akin/models/token_image_model.h"

#include "support/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

/// Of 30 sentences of 17 words each, three are given.
Unfinished unfinished(const tokens::SamplingOptions& sampling) {
  constexpr std::int64_t n = 30;
  constexpr std::int64_t given = 3;
  constexpr std::int64_t length = 17;
  Random random(1, "numbers");
  const Tensor numbers = nn::uniform(random, {n, length - given}, 0, 1).to(torch::kFloat64);
  const Tensor sentences = nn::uniform(random, {n, length}, 0, 16).to(torch::kInt64);
  sentences.slice(1, given).zero_();
  return {sentences, given, numbers, 16, sampling};
}

class WriteSentences : public testing::TestWithParam<tokens::SamplingOptions> {};

TEST_P(WriteSentences, GivesTheSameWordsInEitherWay) {
  TransformerShape shape;
  shape.layers = 2;
  shape.heads = 2;
  shape.width = 16;
  TokenImageModel model(shape, "binary-2x2", 16, {0, 8, 8}, 1);
  const torch::NoGradGuard no_grad;
  for (auto& parameter : model.parameters()) {
    parameter.add_(tests::normal(parameter.sizes(), 7) * 0.3);
  }
  const Unfinished each = unfinished(GetParam());
  const Unfinished at_once = unfinished(GetParam());
  write_each(model.decoder(), each);
  write_at_once(model.transformer(), at_once);
  EXPECT_TRUE(torch::equal(each.sentences, at_once.sentences));
  const Tensor written = each.sentences.slice(1, each.given);
  EXPECT_GT(std::get<0>(at::_unique(written)).numel(), 1) << "not one word alone";
  EXPECT_LT(written.max().item<std::int64_t>(), each.words);
  EXPECT_TRUE(torch::equal(each.sentences.slice(1, 0, each.given),
                           unfinished({}).sentences.slice(1, 0, each.given)));
}

INSTANTIATE_TEST_SUITE_P(Sampling, WriteSentences,
                         testing::Values(tokens::SamplingOptions{},
                                         tokens::SamplingOptions{.temperature = 0},
                                         tokens::SamplingOptions{.temperature = 0.7, .top_k = 4}));

}  // namespace
}  // namespace akin
