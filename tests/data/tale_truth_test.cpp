#include "akin/data/tale_truth.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/tales.h"

namespace akin::data {
namespace {

using Verdict = TaleStatement::Verdict;

/// "word=verdict: fact" of each statement, by the characters of ASCII text.
std::vector<std::string> statements(const std::string& text) {
  std::vector<std::string> all;
  for (const TaleStatement& statement : tale_statements(text, Language::english)) {
    const std::string verdict = statement.verdict == Verdict::is_true    ? "true"
                                : statement.verdict == Verdict::is_false ? "false"
                                                                         : "unknown";
    all.push_back(text.substr(static_cast<std::size_t>(statement.start),
                              static_cast<std::size_t>(statement.length)) +
                  "=" + verdict + (statement.fact.empty() ? "" : ": ") + statement.fact);
  }
  return all;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TaleTruth, ComparesATaleWithItsWorld) {
  EXPECT_THAT(
      statements("Tom the old fox lives in the forest. Tom likes to eat honey."),
      ElementsAre("in the forest=true: fox: in the forest", "honey=false: fox: berries, meat"));
  EXPECT_THAT(statements("Once there was a shy mole called Ivy. The mole can fly."),
              ElementsAre("fly=false: mole: dig holes"));
  EXPECT_THAT(statements("Once there was a shy mole called Ivy. Ivy cannot fly."),
              ElementsAre("fly=true: mole: dig holes"));
  EXPECT_THAT(statements("Once there was an old bear called Ivy. Ivy is bigger than a whale."),
              ElementsAre("a whale=false: bear < whale"));
  EXPECT_THAT(statements("Once there was an old bear called Ivy. Ivy is bigger than a fox."),
              ElementsAre("a fox=true: fox < bear"));
  EXPECT_THAT(
      statements("Once there was an old bear called Ivy. Ivy plays with a seal who lives nearby."),
      ElementsAre("a seal=false: bear: in the forest; seal: in the sea"));
}

TEST(TaleTruth, SeesWhereTheHeroChanges) {
  EXPECT_THAT(statements("Once there was a shy mole called Ivy. Tom cannot fly."),
              ElementsAre("Tom=false: Ivy", "fly=true: mole: dig holes"));
}

TEST(TaleTruth, LeavesOpenWhatTheGrammarDoesNotSay) {
  EXPECT_THAT(statements(""), IsEmpty());
  EXPECT_THAT(statements("Once there was a shy mole called Ivy."), IsEmpty());
  EXPECT_THAT(statements("To be or not to be."), ElementsAre("To be or not to be.=unknown"));
  EXPECT_THAT(statements("Tom the old fox lives in the sea. Tom likes to"),
              ElementsAre("in the sea=false: fox: in the forest", "Tom likes to=unknown"));
  EXPECT_THAT(statements("...\nTom the old fox lives in the sea.\n"),
              ElementsAre("...=unknown", "in the sea=false: fox: in the forest"));
  EXPECT_THROW((void)tale_statements("\xff", Language::english), Error);
}

TEST(TaleTruth, CountsKoreanCharacters) {
  // 여우 lives in 숲, not in 바다; particles belong to the word.
  const auto all = tale_statements("미나는 바다에 사는 작은 여우예요. 미나는 산딸기를 즐겨 먹어요.",
                                   Language::korean);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].start, 4);
  EXPECT_EQ(all[0].length, 2);
  EXPECT_EQ(all[0].verdict, Verdict::is_false);
  EXPECT_EQ(all[0].fact, "여우: 숲");
  EXPECT_EQ(all[1].start, 24);
  EXPECT_EQ(all[1].length, 4);
  EXPECT_EQ(all[1].verdict, Verdict::is_true);
}

TEST(TaleTruth, FindsNothingFalseInTrueTales) {
  for (const Language language : {Language::english, Language::korean}) {
    for (const std::string& tale : tales(300, 4, language)) {
      for (const TaleStatement& statement : tale_statements(tale, language)) {
        EXPECT_EQ(statement.verdict, Verdict::is_true) << tale;
      }
    }
  }
}

}  // namespace
}  // namespace akin::data
