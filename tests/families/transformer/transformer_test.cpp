#include "akin/families/transformer/transformer.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/inference/decoder.h"
#include "akin/nn/tensors.h"

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

TransformerShape shape_of(int flags) {
  TransformerShape shape;
  shape.vocabulary_size = 11;
  shape.context = 8;
  shape.layers = 2;
  shape.heads = 2;
  shape.width = 12;
  shape.rotary = (flags & 1) != 0;
  shape.rms_norm = (flags & 2) != 0;
  shape.squared_relu = (flags & 4) != 0;
  shape.qk_norm = (flags & 8) != 0;
  return shape;
}

/// Weights large enough that every part affects the logits, gains included.
std::shared_ptr<Transformer> noisy(const TransformerShape& shape) {
  auto transformer = std::make_shared<Transformer>(shape, Random(1));
  tests::perturb(*transformer, 0.2);
  return transformer;
}

const std::vector<std::int32_t>& some_tokens() {
  static const std::vector<std::int32_t> tokens = {3, 1, 4, 1, 5, 9, 2, 6};
  return tokens;
}

Tensor as_row(const std::vector<std::int32_t>& tokens) {
  return torch::tensor(std::vector<std::int64_t>(tokens.begin(), tokens.end())).unsqueeze(0);
}

class TransformerFlags : public testing::TestWithParam<int> {};

TEST_P(TransformerFlags, AttentionWeightsAreCausalAndSumToOne) {
  const auto shape = shape_of(GetParam());
  const auto transformer = noisy(shape);
  const torch::NoGradGuard no_grad;
  const Tensor weights =
      transformer->attention_weights(as_row(some_tokens()));  // [1, layers, heads, t, t]
  ASSERT_EQ(weights.sizes(), (std::vector<std::int64_t>{1, 2, 2, 8, 8}));
  EXPECT_TRUE(torch::allclose(weights.sum(4), torch::ones({1, 2, 2, 8})));
  EXPECT_EQ(weights.triu(1).abs().max().item<float>(), 0);
  EXPECT_GT(weights.std().item<float>(), 0);
  // Attention weights do not depend on later tokens.
  const Tensor fewer = transformer->attention_weights(as_row(some_tokens()).slice(1, 0, 5));
  EXPECT_TRUE(torch::allclose(fewer, weights.slice(3, 0, 5).slice(4, 0, 5), 1e-5, 1e-6));
}

TEST_P(TransformerFlags, LogitsEqualThoseOfTheDecoder) {
  const auto shape = shape_of(GetParam());
  const auto transformer = noisy(shape);
  const torch::NoGradGuard no_grad;
  const Tensor logits = transformer->logits(as_row(some_tokens()))[0];  // [t, vocabulary]
  inference::Decoder decoder(shape, nn::to_raw(nn::named_tensors(*transformer, "transformer.")));
  for (std::size_t i = 0; i < some_tokens().size(); ++i) {
    const auto theirs = decoder.step(some_tokens()[i]);
    const auto ours = tests::elements(logits[static_cast<std::int64_t>(i)]);
    for (std::size_t v = 0; v < ours.size(); ++v) {
      EXPECT_NEAR(ours[v], theirs[v], 1e-4) << "token " << i << ", logit " << v;
    }
  }
}

TEST_P(TransformerFlags, ChangingATokenDoesNotChangeEarlierLogits) {
  const auto transformer = noisy(shape_of(GetParam()));
  const torch::NoGradGuard no_grad;
  const Tensor tokens = as_row(some_tokens());
  Tensor other = tokens.clone();
  other[0][5] = 10;
  const Tensor before = transformer->logits(tokens);
  const Tensor after = transformer->logits(other);
  EXPECT_TRUE(torch::equal(before.slice(1, 0, 5), after.slice(1, 0, 5)));
  EXPECT_FALSE(torch::allclose(before.select(1, 5), after.select(1, 5)));
  EXPECT_FALSE(torch::allclose(before.select(1, 7), after.select(1, 7)));
}

TEST_P(TransformerFlags, RefusesMoreTokensThanItsContext) {
  const auto transformer = noisy(shape_of(GetParam()));
  EXPECT_THAT(tests::error_of([&] {
                transformer->logits(torch::zeros({1, 9}, torch::kInt64));
              }),
              testing::HasSubstr("expected at most 8 tokens, got 9"));
}

INSTANTIATE_TEST_SUITE_P(All, TransformerFlags, testing::Range(0, 16));

TEST(Transformer, HasTheNamesAndShapesOfNanoGpt) {
  for (const int flags : {0, 1}) {
    const auto shape = shape_of(flags);
    std::map<std::string, std::vector<std::int64_t>> shapes;
    const Transformer transformer(shape, Random(1));
    for (const auto& [name, tensor] : nn::named_tensors(transformer, "transformer.")) {
      shapes[name] = tensor.sizes().vec();
    }
    EXPECT_EQ(shapes, inference::weight_shapes(shape));
  }
}

TEST(Transformer, HasTheInitialisationOfGpt2) {
  TransformerShape shape;
  shape.vocabulary_size = 65;
  const auto tensors = nn::named_tensors(Transformer(shape, Random(1)));
  EXPECT_NEAR(tensors.at("h.0.attn.c_attn.weight").std().item<double>(), 0.02, 1e-3);
  EXPECT_NEAR(tensors.at("h.3.mlp.c_proj.weight").std().item<double>(), 0.02 / std::sqrt(8.0),
              5e-4);
  EXPECT_TRUE(torch::equal(tensors.at("ln_f.weight"), torch::ones({128})));
  shape.heads = 3;
  EXPECT_THROW(Transformer(shape, Random(1)), UsageError);
}

}  // namespace
}  // namespace akin
