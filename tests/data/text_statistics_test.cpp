#include "akin/data/text_statistics.h"

#include <gmock/gmock.h>

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(TextStatistics, CountsLettersAndWords) {
  const TextStatistics found =
      text_statistics(tokens::text_source("The cat, the hat. Don't!\n'Tis 12 cats"), 3);
  EXPECT_EQ(found.characters, 37);
  // t: The, cat, the, hat, Don't, 'Tis, cats.
  EXPECT_THAT(found.letters, ElementsAre(Pair("t", 7), Pair("a", 3), Pair("h", 3)));
  EXPECT_THAT(found.words, ElementsAre(Pair("the", 2), Pair("'tis", 1), Pair("12", 1)));
}

TEST(TextStatistics, CountsHangulAndMarks) {
  const TextStatistics found =
      text_statistics(tokens::text_source("숲에 사는 여우는 숲에 “있어요”…"), 2);
  EXPECT_EQ(found.characters, 19);
  EXPECT_THAT(found.letters, ElementsAre(Pair("는", 2), Pair("숲", 2)));
  EXPECT_THAT(found.words, ElementsAre(Pair("숲에", 2), Pair("사는", 1)));
  const TextStatistics none = text_statistics(tokens::text_source(" ?! \n"), 5);
  EXPECT_EQ(none.characters, 5);
  EXPECT_TRUE(none.letters.empty() && none.words.empty());
}

TEST(TextStatistics, TellsKoreanFromEnglish) {
  EXPECT_EQ(language_of("The fox lives in Seoul (서울)."), Language::english);
  EXPECT_EQ(language_of("여우는 숲에 살아요. OK"), Language::korean);
  EXPECT_EQ(language_of(""), Language::english);
}

}  // namespace
}  // namespace akin::data
