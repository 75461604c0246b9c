#include "akin/data/tales.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/data/tale_grammar.h"

namespace akin::data {
namespace {

constexpr auto english = Language::english;
constexpr auto korean = Language::korean;

class EveryLanguage : public testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Tales, EveryLanguage, testing::Values(english, korean));

TEST_P(EveryLanguage, ItsTalesAreGrammaticalAndTrue) {
  std::size_t characters = 0;
  for (const std::string& tale : tales(2000, 3, GetParam())) {
    EXPECT_TRUE(parses(tale, GetParam())) << tale;
    EXPECT_TRUE(holds(tale, GetParam())) << tale;
    EXPECT_EQ(tale.find('\n'), std::string::npos);
    EXPECT_GE(tale.size(), 25U) << tale;
    EXPECT_LE(tale.size(), 200U) << tale;
    characters += tale.size();
  }
  EXPECT_GT(characters, 2000U * 60);
}

TEST_P(EveryLanguage, ATaleDependsOnSeedAndIndexOnly) {
  const auto few = tales(10, 5, GetParam());
  const auto more = tales(20, 5, GetParam());
  EXPECT_TRUE(std::equal(few.begin(), few.end(), more.begin()));
  EXPECT_NE(few, tales(10, 6, GetParam()));
}

TEST_P(EveryLanguage, AnotherSeedGivesMostlyNewTales) {
  const auto drawn = tales(20000, 1, GetParam());
  const std::set<std::string> known(drawn.begin(), drawn.end());
  EXPECT_GT(known.size(), 18000U);
  int seen = 0;
  for (const std::string& tale : tales(1000, 2, GetParam())) {
    seen += known.contains(tale) ? 1 : 0;
  }
  EXPECT_GT(seen, 0);
  EXPECT_LT(seen, 300);
}

/// Random words in a random pattern.
Tale anything(Random& random, Language language) {
  Tale tale;
  for (int position = 0; position < 3; ++position) {
    const auto& patterns = sentence_patterns(position, language);
    TaleSentence sentence;
    sentence.pattern = static_cast<int>(random.below(static_cast<std::int64_t>(patterns.size())));
    for (const auto& part : patterns[static_cast<std::size_t>(sentence.pattern)].parts) {
      const auto count = static_cast<std::int64_t>(words(part.slot, language).size());
      sentence.words.push_back(static_cast<int>(random.below(count)));
    }
    tale.push_back(sentence);
  }
  return tale;
}

TEST_P(EveryLanguage, IsUnambiguous) {
  int truths = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    Random random(1, "anything", i);
    const Tale tale = anything(random, GetParam());
    const std::string text = text_of_tale(tale, GetParam());
    const auto parsed = parse_tale(text, GetParam());
    ASSERT_TRUE(parsed.has_value()) << text;
    ASSERT_EQ(parsed->size(), 3U);
    for (std::size_t s = 0; s < 3; ++s) {
      EXPECT_EQ((*parsed)[s].pattern, tale[s].pattern) << text;
      EXPECT_EQ((*parsed)[s].words, tale[s].words) << text;
    }
    truths += holds(text, GetParam()) ? 1 : 0;
  }
  EXPECT_LT(truths, 20);  // most tales of the grammar are false
}

TEST_P(EveryLanguage, UsesEveryPattern) {
  EXPECT_EQ(pattern_count(GetParam()), 5 + 5 * 7 + 5 * 7 * 5);
  std::set<int> seen;
  for (const std::string& tale : tales(20000, 1, GetParam())) {
    const int pattern = pattern_of(tale, GetParam()).value();
    EXPECT_GE(pattern, 0);
    EXPECT_LT(pattern, pattern_count(GetParam()));
    seen.insert(pattern);
  }
  EXPECT_EQ(std::ssize(seen), pattern_count(GetParam()));
}

TEST_P(EveryLanguage, RejectsTextsChangedByOneByte) {
  for (const std::string& tale : tales(50, 4, GetParam())) {
    EXPECT_FALSE(parses(tale + " ", GetParam()));
    EXPECT_FALSE(parses(tale.substr(0, tale.size() - 1), GetParam()));
    EXPECT_FALSE(parses(tale.substr(1), GetParam()));
    EXPECT_FALSE(parses(fmt::format("{0} {0} {0}", tale), GetParam()));
  }
  EXPECT_FALSE(parses("", GetParam()));
}

TEST(EnglishTales, AreTrueOrFalse) {
  EXPECT_TRUE(holds("Mina the little fox lives in the forest.", english));
  EXPECT_TRUE(holds("Tom is an old cat and likes fish. Tom is bigger than a frog.", english));
  EXPECT_TRUE(
      holds("In the village lives a shy dog named Leo. Leo cannot fly. Then Leo dances.", english));
  // The home, the food, the skill, the lack, the size, the friend.
  for (const char* tale :
       {"Mina the little fox lives in the sea.", "Mina is a little fox and likes hay.",
        "Once there was a shy cow called Leo. The cow can fly.",
        "Once there was a shy duck called Leo. Leo cannot swim.",
        "Once there was a shy mouse called Leo. Leo is bigger than a whale.",
        "Once there was a shy fox called Leo. Leo plays with a fox who lives nearby.",
        "Once there was a shy fox called Leo. Leo plays with a cow who lives nearby."}) {
    EXPECT_TRUE(parses(tale, english)) << tale;
    EXPECT_FALSE(holds(tale, english)) << tale;
  }
}

TEST(EnglishTales, AreAboutOneHero) {
  EXPECT_TRUE(
      holds("Once there was a shy fox called Leo. Leo cannot fly. Good night, shy fox!", english));
  for (const char* end :
       {"Leo cannot fly. Good night, old fox!", "Leo cannot fly. Good night, shy cow!",
        "Tom cannot fly. Then Leo dances.", "The cow can swim. Then Leo dances.",
        "Leo cannot fly. Everyone loves Tom the fox."}) {
    const std::string tale = std::string("Once there was a shy fox called Leo. ") + end;
    EXPECT_TRUE(parses(tale, english)) << tale;
    EXPECT_FALSE(holds(tale, english)) << tale;
  }
}

TEST(EnglishTales, UseTheRightArticles) {
  EXPECT_TRUE(parses("Once there was an old fox called Leo.", english));
  EXPECT_FALSE(parses("Once there was a old fox called Leo.", english));
  EXPECT_FALSE(parses("Once there was an shy fox called Leo.", english));
  EXPECT_FALSE(parses("in the sea lives a shy fox named Leo.", english));
}

TEST(EnglishTales, HaveNumberedPatterns) {
  EXPECT_EQ(pattern_of("Mina the little fox lives in the sea.", english), 0);
  EXPECT_EQ(pattern_of("Once there was a shy fox called Leo.", english), 1);
  // After 5 of one sentence: the second opening, the third middle.
  EXPECT_EQ(pattern_of("Once there was a shy fox called Leo. Leo cannot fly.", english), 5 + 7 + 2);
  // After 5 and 35: those two, and the first ending.
  EXPECT_EQ(
      pattern_of("Once there was a shy fox called Leo. Leo cannot fly. Then Leo dances.", english),
      5 + 35 + (7 + 2) * 5);
  EXPECT_EQ(pattern_of("Once there was a fox.", english), std::nullopt);
}

TEST(KoreanTales, UseTheParticleForTheFinalSound) {
  EXPECT_TRUE(holds("미나는 숲에 사는 작은 여우예요. 미나는 산딸기를 즐겨 먹어요.", korean));
  EXPECT_TRUE(holds("옛날에 하늘이라는 어린 곰이 살았어요. 하늘은 꿀을 즐겨 먹어요.", korean));
  EXPECT_TRUE(
      holds("마을에 사는 작은 개 봄이가 있었어요. 봄이는 이웃에 사는 생쥐와 놀아요.", korean));
  for (const char* tale :
       {"미나은 숲에 사는 작은 여우예요.", "미나는 숲에 사는 작은 여우이에요.",
        "옛날에 하늘라는 어린 곰이 살았어요.", "옛날에 하늘이라는 어린 곰가 살았어요.",
        "작은 여우 미나는 산딸기을 좋아해요."}) {
    EXPECT_FALSE(parses(tale, korean)) << tale;
  }
}

TEST(KoreanTales, AreTrueOrFalse) {
  EXPECT_TRUE(parses("미나는 바다에 사는 작은 여우예요.", korean));
  EXPECT_FALSE(holds("미나는 바다에 사는 작은 여우예요.", korean));
  EXPECT_FALSE(holds("미나는 숲에 사는 작은 여우예요. 하늘은 산딸기를 즐겨 먹어요.", korean));
  EXPECT_FALSE(parses("미나는 숲에 사는 작은 여우예요.", english));
}

TEST(TaleWorld, KnowsEveryAnimalInBothLanguages) {
  for (int slot = 0; slot <= static_cast<int>(Slot::mood); ++slot) {
    EXPECT_EQ(words(Slot(slot), english).size(), words(Slot(slot), korean).size()) << slot;
    for (const Language language : {english, korean}) {
      const auto& list = words(Slot(slot), language);
      EXPECT_EQ(std::set<std::string>(list.begin(), list.end()).size(), list.size()) << slot;
    }
  }
  std::set<int> weights;
  for (int animal = 0; animal < std::ssize(words(Slot::animal, english)); ++animal) {
    const AnimalFacts& facts = facts_of(animal);
    EXPECT_LT(facts.home, std::ssize(words(Slot::home, english))) << animal;
    for (const int food : facts.foods) {
      EXPECT_LT(food, std::ssize(words(Slot::food, english))) << animal;
    }
    EXPECT_NE(facts.foods[0], facts.foods[1]) << animal;
    EXPECT_FALSE(facts.skills.empty()) << animal;
    for (const int skill : facts.skills) {
      EXPECT_LT(skill, std::ssize(words(Slot::skill, english))) << animal;
    }
    weights.insert(facts.weight);
  }
  EXPECT_EQ(weights.size(), 24U);
}

}  // namespace
}  // namespace akin::data
