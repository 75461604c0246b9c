#include "akin/families/transformer/text_model.h"

#include <cmath>

#include <gmock/gmock.h>

#include "support/tensors.h"
#include "support/tiny_text.h"

namespace akin {
namespace {

using torch::Tensor;

TEST(TextModel, CountsPredictedTokens) {
  auto model = tests::tiny_text_model();
  const torch::NoGradGuard no_grad;
  for (auto& parameter : model->parameters()) {
    parameter.zero_();  // all tokens equally likely
  }
  const Tensor data = torch::tensor({{0, 1, 2, 3}, {0, 4, -1, -1}});
  const auto nats = model->nll(data, {}, Random(1));
  ASSERT_TRUE(nats.has_value());
  EXPECT_EQ(nats->items, 4);
  EXPECT_NEAR(nats->mean(), std::log(static_cast<double>(model->tokenizer().vocabulary_size())),
              1e-5);
}

TEST(TextModel, IgnoresPadding) {
  const auto model = tests::tiny_text_model();
  const auto alone = model->nll(torch::tensor({{0, 1, 2}}), {}, Random(1));
  const auto padded = model->nll(torch::tensor({{0, 1, 2, -1, -1}}), {}, Random(1));
  EXPECT_NEAR(alone->sum, padded->sum, 1e-4);
}

TEST(TextModel, GeneratesReproduciblyAndBeyondItsContext) {
  const auto model = tests::tiny_text_model();
  auto decoder = model->decoder();
  GenerationOptions options;
  options.length = 5 * model->transformer().shape().context;
  const std::string text = model->generate_text(decoder, "ab", options, 3);
  EXPECT_EQ(std::ssize(text), options.length);
  EXPECT_EQ(model->generate_text(decoder, "ab", options, 3), text);
  EXPECT_NE(model->generate_text(decoder, "ab", options, 4), text);
  const std::string long_prompt(100, 'c');
  EXPECT_EQ(std::ssize(model->generate_text(decoder, long_prompt, options, 3)), options.length);
}

TEST(TextModel, GreedyGenerationFollowsTheLargestLogit) {
  const auto model = tests::tiny_text_model();
  auto decoder = model->decoder();
  GenerationOptions options;
  options.sampling.temperature = 0;
  options.length = 4;
  const auto tokens =
      model->tokenizer().encode("ab" + model->generate_text(decoder, "ab", options, 1));
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    const std::vector<std::int64_t> so_far(tokens.begin(),
                                           tokens.begin() + static_cast<std::ptrdiff_t>(i));
    const Tensor logits = model->transformer().logits(torch::tensor(so_far).unsqueeze(0));
    EXPECT_EQ(logits[0][-1].argmax().item<std::int64_t>(), tokens[i]) << i;
  }
}

TEST(TextModel, ADocumentEndsAtItsLine) {
  const auto model = tests::tiny_text_model(/*documents=*/true);
  auto decoder = model->decoder();
  GenerationOptions options;
  options.length = 1000;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const std::string line = model->generate_text(decoder, "", options, seed);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_LT(std::ssize(line), 1000);
  }
}

TEST(TextModel, SamplesArePaddedTokens) {
  const auto model = tests::tiny_text_model(true);
  const Tensor texts = model->sample(3, 1);
  EXPECT_EQ(texts.sizes(), at::IntArrayRef({3, model->transformer().shape().context}));
  EXPECT_GE(texts.min().item<std::int64_t>(), -1);
  EXPECT_LT(texts.max().item<std::int64_t>(), model->tokenizer().vocabulary_size());
}

TEST(TextModel, FilesHoldTheTiedHeadToo) {
  const auto tensors = tests::tiny_text_model()->tensors();
  EXPECT_TRUE(tensors.at("lm_head.weight").is_same(tensors.at("transformer.wte.weight")) ||
              torch::equal(tensors.at("lm_head.weight"), tensors.at("transformer.wte.weight")));
}

TEST(TextModel, ContinuesEveryPrompt) {
  const auto model = tests::tiny_text_model();
  auto decoder = model->decoder();
  const auto text = [&](const std::string& prompt) {
    return model->generate_text(decoder, prompt, {}, 1);
  };
  EXPECT_EQ(text("aQ한"), text("a"));
  EXPECT_EQ(text("a\r\nb\r"), text("a\nb\n"));
  EXPECT_EQ(text("Q"), text(""));
  EXPECT_EQ(text(""), text("\n"));
  EXPECT_EQ(text(std::string(10000, 'a') + "Qb"), text(std::string(10000, 'a') + "b"));
}

TEST(TextModel, StartsAtANewLine) {
  using testing::ElementsAre;
  const std::vector<tokens::Token> prompt = {1, 2};
  const std::vector<tokens::Token> line = {0, 1};
  EXPECT_THAT(tests::tiny_text_model(false)->with_start({}), ElementsAre(0));
  EXPECT_THAT(tests::tiny_text_model(false)->with_start(prompt), ElementsAre(1, 2));
  EXPECT_THAT(tests::tiny_text_model(true)->with_start(prompt), ElementsAre(0, 1, 2));
  EXPECT_THAT(tests::tiny_text_model(true)->with_start(line), ElementsAre(0, 1));
}

TEST(TextModel, TopKBeyondTheVocabularyKeepsAll) {
  const auto model = tests::tiny_text_model();
  auto decoder = model->decoder();
  GenerationOptions all;
  GenerationOptions more;
  more.sampling.top_k = 1000;
  EXPECT_EQ(model->generate_text(decoder, "a", more, 1),
            model->generate_text(decoder, "a", all, 1));
}

}  // namespace
}  // namespace akin
