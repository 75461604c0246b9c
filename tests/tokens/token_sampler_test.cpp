#include "akin/tokens/token_sampler.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Logits whose softmax is 0.1, 0.4, 0.2, 0.3.
const std::vector<float> four = {std::log(1.0F), std::log(4.0F), std::log(2.0F), std::log(3.0F)};

/// How often each of four tokens is sampled for 1,000 evenly spaced random numbers.
std::vector<int> counts(const SamplingOptions& options, const std::vector<float>& logits = four) {
  TokenSampler sampler(options);
  std::vector<int> counts(logits.size());
  for (int i = 0; i < 1000; ++i) {
    ++counts[static_cast<std::size_t>(sampler(logits, (i + 0.5) / 1000))];
  }
  return counts;
}

TEST(TokenSampler, SamplesFromTheSoftmax) {
  EXPECT_THAT(counts({}), ElementsAre(100, 400, 200, 300));
}

TEST(TokenSampler, DividesLogitsByTheTemperature) {
  // Temperature 1/2: 1, 16, 4, 9 of 30. Temperature 2: 1, sqrt 4, sqrt 2, sqrt 3 of 6.1463.
  EXPECT_THAT(counts({.temperature = 0.5}), ElementsAre(33, 534, 133, 300));
  EXPECT_THAT(counts({.temperature = 2}), ElementsAre(163, 325, 230, 282));
}

TEST(TokenSampler, IsGreedyAtZeroAndTiesGoToTheLowerToken) {
  EXPECT_THAT(counts({.temperature = 0}), ElementsAre(0, 1000, 0, 0));
  EXPECT_THAT(counts({.temperature = 1e-300}), ElementsAre(0, 1000, 0, 0));
  EXPECT_THAT(counts({.temperature = 0}, {1, 3, 3, 2}), ElementsAre(0, 1000, 0, 0));
}

TEST(TokenSampler, KeepsTheMostLikely) {
  EXPECT_THAT(counts({.top_k = 1}), ElementsAre(0, 1000, 0, 0));
  EXPECT_THAT(counts({.top_k = 2}), ElementsAre(0, 571, 0, 429));  // 4/7, 3/7
  EXPECT_THAT(counts({.top_k = 4}), ElementsAre(100, 400, 200, 300));
  EXPECT_THAT(counts({.top_k = 9}), ElementsAre(100, 400, 200, 300));
  EXPECT_THAT(counts({.top_k = 1'000'000'000'000}), ElementsAre(100, 400, 200, 300));
  EXPECT_THAT(counts({.top_k = 2}, {5, 5, 5, 5}), ElementsAre(500, 500, 0, 0));
}

TEST(TokenSampler, KeepsTheSmallestNucleus) {
  EXPECT_THAT(counts({.top_p = 1e-9}), ElementsAre(0, 1000, 0, 0));
  EXPECT_THAT(counts({.top_p = 0.39}), ElementsAre(0, 1000, 0, 0));
  EXPECT_THAT(counts({.top_p = 0.41}), ElementsAre(0, 571, 0, 429));
  EXPECT_THAT(counts({.top_p = 0.71}), ElementsAre(0, 444, 223, 333));  // 4, 2, 3 of 9
  EXPECT_THAT(counts({.top_p = 0.91}), ElementsAre(100, 400, 200, 300));
  // Without rounding errors, two of four equally likely tokens have exactly one half.
  EXPECT_THAT(counts({.top_p = 0.5}, {5, 5, 5, 5}), ElementsAre(500, 500, 0, 0));
}

TEST(TokenSampler, AppliesTopPAfterTopK) {
  // After top-k, the first of 4/7 and 3/7 reaches 0.5 alone; of all four it would not.
  EXPECT_THAT(counts({.top_k = 2, .top_p = 0.5}), ElementsAre(0, 1000, 0, 0));
}

TEST(TokenSampler, NeverSamplesMaskedTokens) {
  TokenSampler sampler;
  const std::vector<float> logits = {-infinity, 0, -infinity};
  for (const double uniform : {0.0, 0.5, std::nextafter(1.0, 0.0)}) {
    EXPECT_EQ(sampler(logits, uniform), 1);
  }
  EXPECT_EQ(TokenSampler({.temperature = 0})(logits, 0), 1);
}

TEST(TokenSampler, IsAFunctionOfItsArguments) {
  TokenSampler used({.top_k = 3, .top_p = 0.9});
  (void)used(std::vector<float>(100, 1.0F), 0.7);
  EXPECT_EQ(used(four, 0.6), TokenSampler({.top_k = 3, .top_p = 0.9})(four, 0.6));
}

TEST(TokenSampler, RejectsLogitsOfADivergedModel) {
  TokenSampler sampler;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error_of([&] {
                (void)sampler(std::vector<float>{0, nan}, 0);
              }),
              HasSubstr("got nan for token 1"));
  EXPECT_THROW((void)sampler(std::vector<float>{0, infinity}, 0), Error);
  EXPECT_THROW((void)sampler(std::vector<float>{-infinity, -infinity}, 0), Error);
  EXPECT_THROW((void)sampler(std::vector<float>{}, 0), Error);
  for (const double uniform : {-0.1, 1.0, std::nan("")}) {
    EXPECT_THROW((void)sampler(four, uniform), Error);
  }
}

TEST(SamplingOptions, AreChecked) {
  EXPECT_NO_THROW(check({.temperature = 0, .top_k = 1'000'000, .top_p = 1}));
  EXPECT_EQ(error_of<UsageError>([] { check({.temperature = -1}); }),
            "[temperature] expected at least 0, got -1");
  EXPECT_THROW(check({.temperature = std::nan("")}), UsageError);
  EXPECT_THROW(check({.top_k = -1}), UsageError);
  EXPECT_THROW(check({.top_p = 0}), UsageError);
  EXPECT_THROW(check({.top_p = 1.01}), UsageError);
  EXPECT_THROW(TokenSampler({.top_p = 0}), UsageError);
}

}  // namespace
}  // namespace akin::tokens
