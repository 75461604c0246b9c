#include "akin/metrics/text_novelty.h"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/metrics/copied_spans.h"

#include "support/error_of.h"

namespace akin::metrics {
namespace {

using testing::HasSubstr;
using tests::error_of;
using tokens::text_source;
using Texts = std::vector<std::string>;

// Two samples, of 5 and 2 characters. Novel(2): positions 2 to 5 of the first, of which the third
// and the fourth are new, and the second of the other, which is not. Novel(3): of three positions
// the one of length 3 is known. No 6-gram ends anywhere.
TEST(TextNovelty, ByHand) {
  const MatchLengths matches = {{1, 2, 0, 1, 3}, {0, 2}};
  const TextNovelty found = text_novelty(matches, {{2, 3, 6}, 2});
  EXPECT_EQ(found.characters, 7);
  ASSERT_EQ(found.ngrams.size(), 3);
  EXPECT_EQ(found.ngrams[0].positions, 5);
  EXPECT_EQ(found.ngrams[0].novel, 2);
  EXPECT_DOUBLE_EQ(found.ngrams[0].share().value(), 0.4);
  EXPECT_EQ(found.ngrams[1].positions, 3);
  EXPECT_EQ(found.ngrams[1].novel, 2);
  EXPECT_EQ(found.ngrams[2].positions, 0);
  EXPECT_FALSE(found.ngrams[2].share());
  EXPECT_EQ(found.longest.sample, 0);
  EXPECT_EQ(found.longest.first, 2);
  EXPECT_EQ(found.longest.length, 3);
  // Matches of 2 or more cover all of both: 0 to 1, 2 to 4; 0 to 1.
  EXPECT_DOUBLE_EQ(found.copy_rate, 1);
  EXPECT_DOUBLE_EQ(text_novelty(matches, {{}, 3}).copy_rate, 3.0 / 7);
  EXPECT_DOUBLE_EQ(text_novelty(matches, {{}, 4}).copy_rate, 0);
}

// Matches of 2 or more: 3 of 4 characters, and 2 of 4. Each is 0.5 away from 5/8 of 4 characters:
// sqrt(2 / 1 (0.25 + 0.25)) / 8. The longest spans are 3 and 2.
TEST(TextNovelty, ItsErrorsAreThoseOfIndependentSamples) {
  const TextNovelty found = text_novelty({{1, 2, 3, 0}, {0, 1, 2, 0}}, {{2}, 2});
  EXPECT_DOUBLE_EQ(found.copy_rate, 5.0 / 8);
  EXPECT_DOUBLE_EQ(found.copy_rate_error, 1.0 / 8);
  EXPECT_DOUBLE_EQ(found.longest_error, std::sqrt(0.5));
  // New are 1 of 3 positions, and 2 of 3.
  EXPECT_DOUBLE_EQ(found.ngrams[0].standard_error, 1.0 / 6);
  const TextNovelty one = text_novelty({{1, 2, 3, 0}}, {{2}, 2});
  EXPECT_TRUE(std::isinf(one.copy_rate_error) && std::isinf(one.longest_error) &&
              std::isinf(one.ngrams[0].standard_error));
}

// Of overlapping matches no character counts twice: 0 to 3 and 2 to 5 of 8.
TEST(TextNovelty, OverlappingMatchesCountOnce) {
  const MatchLengths matches = {{1, 2, 3, 4, 3, 4, 0, 0}};
  EXPECT_DOUBLE_EQ(text_novelty(matches, {{}, 4}).copy_rate, 6.0 / 8);
}

// Matches end at characters 1 to 8: "abc" at 0, "bcde" at 1, and "xy" at 6.
TEST(TextNovelty, CopiedSpansFollowEachOther) {
  const std::vector<std::int32_t> lengths = {1, 2, 3, 3, 4, 0, 1, 2};
  const auto spans = [&](std::int64_t minimum) {
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    for (const CopiedSpan& span : copied_spans(lengths, minimum)) {
      all.emplace_back(span.first, span.length);
    }
    return all;
  };
  using Spans = std::vector<std::pair<std::int64_t, std::int64_t>>;
  EXPECT_EQ(spans(1), (Spans{{0, 3}, {3, 2}, {6, 2}}));
  EXPECT_EQ(spans(3), (Spans{{0, 3}}));  // of "bcde", only "de" is left
  EXPECT_EQ(spans(4), (Spans{{1, 4}}));
  EXPECT_EQ(spans(5), Spans());
  EXPECT_TRUE(copied_spans({}, 1).empty());
  EXPECT_THROW((void)copied_spans(lengths, 0), UsageError);
}

TEST(TextNovelty, CopiedSpansAreInTheTrainingText) {
  const std::string training = "나랏말싸미 듕귁에 달아 문자와로 서로 사맛디 아니할쎄";
  const Texts sample = {"##듕귁에 달아##문자와로 서로 달"};
  const MatchLengths matches = match_lengths(sample, text_source(training));
  const auto spans = copied_spans(matches.front(), 5);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(text_of(spans[0], sample), "듕귁에 달아");
  EXPECT_EQ(text_of(spans[1], sample), "문자와로 서로 ");
}

TEST(TextNovelty, ShowsTheLongestCopiedSpan) {
  const Texts samples = {"새로운 글", "그리고 나랏말싸미 듕귁에 달아", "끝"};
  const MatchLengths matches = match_lengths(samples, text_source("나랏말싸미 듕귁에"));
  const TextNovelty found = text_novelty(matches);
  EXPECT_EQ(found.longest.sample, 1);
  EXPECT_EQ(found.longest.first, 4);
  EXPECT_EQ(found.longest.length, 9);
  EXPECT_EQ(text_of(found.longest, samples), "나랏말싸미 듕귁에");
}

TEST(TextNovelty, OfCopiesAndOfNewText) {
  const std::string training(
      "Whether 'tis nobler in the mind to suffer the slings and arrows of outrageous fortune");
  const TextNovelty copied =
      text_novelty(match_lengths(Texts{training, training.substr(20)}, text_source(training)));
  EXPECT_EQ(copied.copy_rate, 1);
  ASSERT_EQ(copied.ngrams.size(), 7);
  for (const NovelNgrams& ngrams : copied.ngrams) {
    EXPECT_EQ(ngrams.share(), 0);
  }
  const TextNovelty fresh =
      text_novelty(match_lengths(Texts{std::string(100, '0') + "mind"}, text_source(training)));
  EXPECT_EQ(fresh.copy_rate, 0);
  EXPECT_EQ(fresh.longest.length, 4);
  EXPECT_EQ(fresh.ngrams.front().share(), 1);
}

TEST(TextNovelty, NamesWhatIsWrong) {
  EXPECT_THAT(error_of([] { text_novelty({{}, {}}); }), HasSubstr("got none"));
  EXPECT_THAT(error_of<UsageError>([] { text_novelty({{1}}, {{0}, 50}); }), HasSubstr("[ngrams]"));
  EXPECT_THAT(error_of<UsageError>([] {
                text_novelty({{1}}, {{5}, 0});
              }),
              HasSubstr("[copied_length]"));
}

}  // namespace
}  // namespace akin::metrics
