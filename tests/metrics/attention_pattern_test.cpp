#include "akin/metrics/attention_pattern.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::metrics {
namespace {

const std::vector<std::int32_t> tokens = {5, 6, 5, 7, 6};  // token 2 repeats 0, token 4 repeats 1

/// Weights [5, 5] with `share` at place(i) of each row and the rest at the position itself.
std::vector<float> weights(float share, std::size_t (*place)(std::size_t)) {
  std::vector<float> all(25);
  for (std::size_t i = 0; i < 5; ++i) {
    all[i * 5 + i] += 1 - share;
    all[i * 5 + place(i)] += share;
  }
  return all;
}

void expect(const std::vector<float>& of, AttentionKind kind, double score) {
  const AttentionPattern pattern = attention_pattern(of, tokens);
  EXPECT_EQ(pattern.kind, kind) << name_of(pattern.kind);
  EXPECT_NEAR(pattern.score, score, 1e-6);
}

TEST(AttentionPattern, IsNamedByWhereMostOfTheWeightGoes) {
  expect(weights(0.75F, [](std::size_t i) { return i == 0 ? 0 : i - 1; }),
         AttentionKind::previous_token, 0.75);
  expect(weights(0.75F, [](std::size_t) { return std::size_t{0}; }), AttentionKind::first_token,
         0.75);
  expect(weights(0.25F, [](std::size_t) { return std::size_t{0}; }), AttentionKind::own_token,
         0.75);
  // Rows 2 and 4 attend to the earlier occurrence, the others to the start (1) and themselves (3).
  const auto same = [](std::size_t i) { return i == 2 ? 0 : i == 4 ? 1 : i == 1 ? 0 : i; };
  expect(weights(0.875F, same), AttentionKind::same_token, 0.875);
}

TEST(AttentionPattern, IsBroadWhereTheWeightsAreEven) {
  std::vector<float> all(25);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      all[i * 5 + j] = 1 / static_cast<float>(i + 1);
    }
  }
  expect(all, AttentionKind::broad, 1);
}

TEST(AttentionPattern, IsMixedOtherwise) {
  // On average 3/8 is on the previous token, 1/6 on the first, 1/4 on the same, 1/4 on the own.
  std::vector<float> all(25);
  all[0] = 1;
  all[5] = 1;
  all[10 + 0] = all[10 + 2] = 0.5;
  all[15 + 1] = all[15 + 3] = 0.5;
  all[20 + 2] = all[20 + 3] = 0.5;
  // Entropies: 0, ln 2, ln 2, ln 2 over ln 2, ln 3, ln 4, ln 5.
  const double evenness = std::log(2) * (1 / std::log(3) + 1 / std::log(4) + 1 / std::log(5)) / 4;
  expect(all, AttentionKind::mixed, evenness);
}

TEST(AttentionPattern, OfASingleTokenIsMixed) {
  const AttentionPattern pattern =
      attention_pattern(std::vector<float>{1}, std::vector<std::int32_t>{3});
  EXPECT_EQ(pattern.kind, AttentionKind::mixed);
  EXPECT_EQ(pattern.score, 0);
  EXPECT_THROW((void)attention_pattern(std::vector<float>{1, 0}, tokens), Error);
}

}  // namespace
}  // namespace akin::metrics
