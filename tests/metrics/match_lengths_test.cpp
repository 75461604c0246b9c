#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"
#include "akin/base/utf8.h"
#include "akin/metrics/suffix_automaton.h"
#include "akin/metrics/text_novelty.h"

#include "support/error_of.h"

namespace akin::metrics {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using tokens::text_source;
using Texts = std::vector<std::string>;
using Lengths = std::vector<std::int32_t>;

std::u32string characters_of(const std::string& text) {
  std::u32string characters;
  utf8::each_code_point(text, [&](char32_t c) { characters += c; });
  return characters;
}

/// The definition: the longest suffix of every prefix that is found in the training text.
Lengths by_definition(const std::string& sample, const std::string& training) {
  const std::u32string text = characters_of(sample);
  const std::u32string known = characters_of(training);
  Lengths lengths;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    std::size_t length = end;
    while (length > 0 && known.find(text.substr(end - length, length)) == std::u32string::npos) {
      --length;
    }
    lengths.push_back(static_cast<std::int32_t>(length));
  }
  return lengths;
}

std::string random_text(std::int64_t size, const std::vector<std::string>& letters,
                        const std::string& stream) {
  Random random(1, stream);
  std::string text;
  for (std::int64_t i = 0; i < size; ++i) {
    text +=
        letters[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(letters.size())))];
  }
  return text;
}

TEST(SuffixAutomaton, FollowsTheSubstringsAndNothingElse) {
  const Lengths symbols = {0, 1, 0, 0, 1, 0, 2};  // abaabac
  const SuffixAutomaton automaton(symbols, 3);
  EXPECT_LE(automaton.size(), 2 * 7);
  const auto contains = [&](const Lengths& word) {
    SuffixAutomaton::State state = 0;
    for (const std::int32_t symbol : word) {
      state = state == SuffixAutomaton::none ? state : automaton.next(state, symbol);
    }
    return state != SuffixAutomaton::none;
  };
  for (std::int32_t number = 0; number < 3 * 3 * 3 * 3; ++number) {
    const Lengths word = {number / 27, number / 9 % 3, number / 3 % 3, number % 3};
    const bool found =
        std::search(symbols.begin(), symbols.end(), word.begin(), word.end()) != symbols.end();
    EXPECT_EQ(contains(word), found) << number;
  }
  EXPECT_TRUE(contains(symbols));
}

TEST(MatchLengths, ByHand) {
  const MatchLengths found = match_lengths(Texts{"the cat sat"}, text_source("a cat; the sat"));
  EXPECT_THAT(found, ElementsAre(ElementsAre(1, 2, 3, 4, 2, 3, 4, 1, 2, 3, 4)));
}

TEST(MatchLengths, AreCountedInCharacters) {
  const MatchLengths found = match_lengths(Texts{"안녕하세요!"}, text_source("그는 안녕하다 하세"));
  EXPECT_THAT(found, ElementsAre(ElementsAre(1, 2, 3, 2, 0, 0)));
}

TEST(MatchLengths, DoNotRunAcrossSamples) {
  const MatchLengths found = match_lengths(Texts{"abc", "", "def", "bc"}, text_source("abcdef"));
  EXPECT_THAT(found, ElementsAre(ElementsAre(1, 2, 3), ElementsAre(), ElementsAre(1, 2, 3),
                                 ElementsAre(1, 2)));
}

TEST(MatchLengths, FollowTheDefinition) {
  const std::vector<std::vector<std::string>> alphabets = {
      {"a", "b"}, {"a", "b", "c", "d", "e", "\n"}, {"가", "나", "a", "🙂"}};
  for (const auto& letters : alphabets) {
    const std::string training = random_text(500, letters, "training");
    Texts samples;
    for (std::int64_t i = 0; i < 5; ++i) {
      samples.push_back(random_text(80 * i, letters, fmt::format("sample {}", i)));
    }
    samples.push_back("new " + training.substr(0, utf8::complete_prefix(training.substr(0, 150))));
    const MatchLengths found = match_lengths(samples, text_source(training));
    ASSERT_EQ(found.size(), samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
      EXPECT_EQ(found[i], by_definition(samples[i], training)) << samples[i];
    }
  }
}

TEST(MatchLengths, AreTheSameHoweverTheTextIsCut) {
  const std::string training = random_text(300, {"a", "b", "c"}, "training");
  const Texts samples = {random_text(100, {"a", "b", "c"}, "sample"), "abcabc"};
  const auto pieces = [&](const std::function<void(std::string_view)>& take) {
    for (std::size_t at = 0; at < training.size(); at += 7) {
      take(std::string_view(training).substr(at, 7));
    }
  };
  EXPECT_EQ(match_lengths(samples, pieces), match_lengths(samples, text_source(training)));
}

TEST(MatchLengths, OfACopyGoBackToItsStart) {
  const std::string training = random_text(1000, {"a", "b", "c"}, "training");
  const MatchLengths found = match_lengths(Texts{training}, text_source(training));
  ASSERT_EQ(found[0].size(), 1000);
  for (std::size_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(found[0][i], static_cast<std::int32_t>(i) + 1);
  }
}

TEST(MatchLengths, AreZeroWithoutAnythingInCommon) {
  EXPECT_THAT(match_lengths(Texts{"xyz"}, text_source("abc")), ElementsAre(ElementsAre(0, 0, 0)));
  EXPECT_THAT(match_lengths(Texts{"xyz"}, text_source("")), ElementsAre(ElementsAre(0, 0, 0)));
  EXPECT_TRUE(match_lengths({}, text_source("abc")).empty());
}

TEST(MatchLengths, NameWhatIsWrong) {
  EXPECT_THAT(error_of([] { match_lengths(Texts{"a\xff"}, text_source("a")); }),
              HasSubstr("[match_lengths] expected UTF-8"));
}

}  // namespace
}  // namespace akin::metrics
