#include "akin/tokens/next_tokens.h"

#include <cmath>

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::tokens {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

/// Logits whose softmax is 0.1, 0.4, 0.2, 0.3.
const std::vector<float> four = {std::log(1.0F), std::log(4.0F), std::log(2.0F), std::log(3.0F)};

std::vector<double> adjusted(const SamplingOptions& options) {
  std::vector<double> values;
  for (const NextToken& next : next_tokens(four, options, 4).tokens) {
    values.push_back(next.adjusted);
  }
  return values;
}

auto near(double value) {
  return DoubleNear(value, 1e-6);
}

TEST(NextTokens, TheMostLikelyComeFirst) {
  const NextTokens next = next_tokens(four, {}, 3);
  ASSERT_EQ(next.tokens.size(), 3U);
  EXPECT_EQ(next.tokens[0].token, 1);
  EXPECT_EQ(next.tokens[1].token, 3);
  EXPECT_EQ(next.tokens[2].token, 2);
  EXPECT_NEAR(next.tokens[1].probability, 0.3, 1e-6);
  EXPECT_EQ(next.tokens[1].adjusted, next.tokens[1].probability);
  EXPECT_EQ(next_tokens(std::vector<float>{7, 7, 7}, {}, 9).tokens[1].token, 1);
}

TEST(NextTokens, AreAdjustedByTemperatureTopKAndTopP) {
  EXPECT_THAT(adjusted({.temperature = 0.5}),  // squares: 16, 9, 4, 1 of 30
              ElementsAre(near(16 / 30.0), near(9 / 30.0), near(4 / 30.0), near(1 / 30.0)));
  EXPECT_THAT(adjusted({.temperature = 0}), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(adjusted({.top_k = 2}), ElementsAre(near(4 / 7.0), near(3 / 7.0), 0, 0));
  EXPECT_THAT(adjusted({.top_p = 0.5}), ElementsAre(near(4 / 7.0), near(3 / 7.0), 0, 0));
  EXPECT_THAT(adjusted({.top_p = 0.75}),
              ElementsAre(near(4 / 9.0), near(3 / 9.0), near(2 / 9.0), 0));
  // Of the squares, the three most likely are 16, 9, 4 of 29, and two of them reach 0.8.
  EXPECT_THAT(adjusted({.temperature = 0.5, .top_k = 3, .top_p = 0.8}),
              ElementsAre(near(16 / 25.0), near(9 / 25.0), 0, 0));
}

TEST(NextTokens, AreDrawnAsOftenAsTheirAdjustedProbability) {
  const SamplingOptions options{.temperature = 1.5, .top_k = 3, .top_p = 0.9};
  const std::vector<double> expected = TokenSampler(options).probabilities(four);
  TokenSampler sampler(options);
  std::vector<double> drawn(four.size());
  constexpr int draws = 10000;
  for (int i = 0; i < draws; ++i) {
    drawn[static_cast<std::size_t>(sampler(four, (i + 0.5) / draws))] += 1.0 / draws;
  }
  for (std::size_t i = 0; i < four.size(); ++i) {
    EXPECT_NEAR(drawn[i], expected[i], 2.0 / draws) << i;
  }
}

TEST(NextTokens, EntropyIsInNats) {
  EXPECT_NEAR(entropy(std::vector<double>{0.25, 0.25, 0.25, 0.25, 0}), std::log(4.0), 1e-12);
  EXPECT_EQ(entropy(std::vector<double>{0, 1}), 0);
  const NextTokens next = next_tokens(four, {.top_k = 1}, 1);
  EXPECT_NEAR(
      next.entropy,
      -0.1 * std::log(0.1) - 0.4 * std::log(0.4) - 0.2 * std::log(0.2) - 0.3 * std::log(0.3), 1e-6);
  EXPECT_EQ(next.adjusted_entropy, 0);
}

TEST(NextTokens, OfLogitsWithoutAPossibleTokenAreRefused) {
  EXPECT_THROW((void)next_tokens({}, {}, 1), Error);
  EXPECT_THROW((void)next_tokens(std::vector<float>{1, NAN}, {}, 1), Error);
  EXPECT_THROW((void)next_tokens(four, {}, 0), Error);
}

}  // namespace
}  // namespace akin::tokens
