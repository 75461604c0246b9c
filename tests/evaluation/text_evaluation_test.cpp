#include "akin/evaluation/text_evaluation.h"

#include <cmath>
#include <map>
#include <numbers>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/tales.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/tiny_text.h"

namespace akin {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using tests::error_of;

/// Text in a file of its own.
class TextEvaluation : public testing::Test {
 protected:
  [[nodiscard]] data::TextData load(const std::string& text, std::int64_t holdout,
                                    bool documents) const {
    const auto path = folder_.path() / "story";
    io::write_atomically(path, text);
    return data::load_text(
        {.data = {path.string()}, .holdout = holdout, .documents = documents ? "on" : "off"});
  }

  /// These tales to learn from, as if they were the built-in ones of that name.
  [[nodiscard]] data::TextData tales(const std::string& name,
                                     const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines) {
      text += line + "\n";
    }
    data::TextData data = load(text, 0, true);
    data.name = name;
    return data;
  }

 private:
  tests::TemporaryFolder folder_;
};

const std::vector<std::string> korean = {
    "미나는 숲에 사는 작은 여우예요. 미나는 산딸기를 즐겨 먹어요. 잘 자요, 작은 여우 미나!",
    // True as well, and new.
    "하늘은 숲에 사는 작은 여우예요. 하늘은 산딸기를 즐겨 먹어요. 잘 자요, 작은 여우 하늘!",
    // Foxes do not live in the sea.
    "미나는 바다에 사는 작은 여우예요. 미나는 산딸기를 즐겨 먹어요. 잘 자요, 작은 여우 미나!",
    // The wrong particle.
    "미나은 숲에 사는 작은 여우예요. 미나는 산딸기를 즐겨 먹어요. 잘 자요, 작은 여우 미나!"};

TEST_F(TextEvaluation, KnowsWhatKoreanTalesSay) {
  ASSERT_TRUE(data::holds(korean[0], data::Language::korean));
  const TextMetrics metrics =
      compute_text_metrics(tales("tales-ko", {korean[0], "잘 자요"}), korean);
  ASSERT_TRUE(metrics.truth.has_value());
  EXPECT_DOUBLE_EQ(metrics.truth->parses, 3.0 / 4);
  EXPECT_DOUBLE_EQ(metrics.truth->holds, 2.0 / 4);
  EXPECT_DOUBLE_EQ(metrics.truth->new_of_parsing, 2.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.truth->patterns_seen, 1.0 / data::pattern_count(data::Language::korean));
  EXPECT_DOUBLE_EQ(metrics.new_lines.value(), 3.0 / 4);
  EXPECT_EQ(metrics.longest, korean[0]);
  EXPECT_EQ(metrics.novelty.longest.sample, 0);
}

TEST_F(TextEvaluation, KnowsWhatEnglishTalesSay) {
  const std::string tale =
      "Mina the little fox lives in the forest. Mina likes to eat berries. Then Mina is happy.";
  ASSERT_TRUE(data::holds(tale, data::Language::english));
  const std::string lie =
      "Mina the little fox lives in the sea. Mina likes to eat berries. Then Mina is happy.";
  const TextMetrics metrics =
      compute_text_metrics(tales("tales", {tale, "x"}), {tale, lie, "Mina"});
  EXPECT_DOUBLE_EQ(metrics.truth.value().parses, 2.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.truth->holds, 1.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.truth->new_of_parsing, 1.0 / 2);
}

TEST_F(TextEvaluation, CountsCopiedSpansAndNewLines) {
  const data::TextData lines = load("abcdefgh\nfox\n", 0, true);
  const TextMetrics metrics = compute_text_metrics(lines, {"abcdef", "fox", "xyz"});
  EXPECT_EQ(metrics.longest, "abcdef");
  EXPECT_DOUBLE_EQ(metrics.new_lines.value(), 2.0 / 3);
  EXPECT_FALSE(metrics.truth.has_value());
  EXPECT_EQ(metrics.novelty.characters, 12);
  ASSERT_EQ(metrics.novelty.ngrams.front().n, 5);
  EXPECT_EQ(metrics.novelty.ngrams.front().share(), 0.0);  // "abcde", "bcdef"

  const TextMetrics running =
      compute_text_metrics(load("여우는 숲에 산다.", 0, false), {"여우는 산다"});
  EXPECT_FALSE(running.new_lines.has_value());
  EXPECT_EQ(running.longest, "여우는 ");
  EXPECT_EQ(running.novelty.ngrams.front().share(), 1.0);
  EXPECT_THAT(error_of([&] { compute_text_metrics(lines, {"", ""}); }), HasSubstr("character"));
}

TEST_F(TextEvaluation, CutsTheControlInAsManyCharacters) {
  const data::TextData data =
      load("여우는 숲에 산다. 곰도 산다!", 7, false);  // "곰도 산다!" and a space
  EXPECT_THAT(control_texts(data, {"ab", "가나다", "x"}), ElementsAre(" 곰", "도 산", "다"));
  // What is left, where that is less.
  EXPECT_THAT(control_texts(data, {"abcdef", "", "abcdef", "abc"}), ElementsAre(" 곰도 산다", "!"));
  const data::TextData lines = load("a\nb\nc\nd\ne\n", 3, true);
  EXPECT_EQ(control_texts(lines, {"x", "y"}).size(), 2U);
  EXPECT_EQ(control_texts(lines, std::vector<std::string>(9, "x")).size(), 3U);
  EXPECT_THAT(error_of([&] { control_texts(load("abc", 0, false), {"a"}); }),
              HasSubstr("--holdout"));
}

TEST_F(TextEvaluation, ReadsFreshTalesAsHeldOutOnesAndCopiesAsCopies) {
  for (const auto& [name, language] : {std::pair("tales", data::Language::english),
                                       std::pair("tales-ko", data::Language::korean)}) {
    const data::TextData data = tales(name, data::tales(2000, 1, language));
    const auto control = data::tales(300, 2, language);
    for (const std::uint64_t seed : {3, 4, 5}) {
      const Evaluation fresh = evaluate_texts(data, data::tales(300, seed, language), control, {});
      EXPECT_EQ(fresh.samples, 300);
      EXPECT_EQ(fresh.find("parses", "")->value, 1);
      EXPECT_EQ(fresh.find("holds", "")->value, 1);
      for (const Metric& metric : fresh.metrics) {
        EXPECT_THAT(reading_text(metric).en, AnyOf("like held-out text", "too few to tell"))
            << name << ": " << metric.name << ' ' << metric.value << ' ' << metric.control;
      }
      EXPECT_THAT(fresh.conclusions.back().text.en, StartsWith("No more characters than usual"));
    }
    const Evaluation copied = evaluate_texts(data, data::tales(300, 1, language), control, {});
    EXPECT_EQ(copied.find("new_lines", "")->value, 0);
    EXPECT_THAT(reading_text(*copied.find("new_lines", "")).en, HasSubstr("more of it"));
    EXPECT_EQ(copied.find("new_of_parsing", "")->value, 0);
    EXPECT_THAT(copied.conclusions.back().text.en, HasSubstr(" % of its characters are in"));
    EXPECT_THAT(copied.conclusions.front().text.en, HasSubstr("100 % are also true"));
  }
}

TEST_F(TextEvaluation, ConcludesNothingFromOneExcerpt) {
  const data::TextData data = load("abcdefghij", 4, false);
  const Evaluation evaluation = evaluate_texts(data, {"abcdef"}, {"ghijkl"}, {});
  for (const Metric& metric : evaluation.metrics) {
    EXPECT_EQ(reading_text(metric).en, "too few to tell") << metric.name;
  }
  EXPECT_THAT(evaluation.conclusions.back().text.en, StartsWith("Too little text to tell"));
}

// Halves of what was not used for training, in random order.
TEST_F(TextEvaluation, ReadsHeldOutLinesAsSuch) {
  const data::TextData data = tales("tales", data::tales(500, 1, data::Language::english));
  std::map<std::string, int> wrong;
  for (std::uint64_t draw = 0; draw < 100; ++draw) {
    const Evaluation evaluation =
        evaluate_texts(data, data::tales(100, 1000 + draw, data::Language::english),
                       data::tales(100, 2000 + draw, data::Language::english), {});
    for (const Metric& metric : evaluation.metrics) {
      const auto level = metric.reading.level;
      wrong[metric.name] +=
          level != Reading::Level::like_control && level != Reading::Level::too_few ? 1 : 0;
    }
  }
  for (const auto& [name, count] : wrong) {
    EXPECT_LE(count, 5) << name;
  }
}

TEST_F(TextEvaluation, NamesTheBitsPerCharacter) {
  const data::TextData data = load("abcdefghij", 4, false);
  const Evaluation evaluation =
      evaluate_texts(data, {"abc"}, {"hij"}, NegativeLogLikelihood{4 * 0.6931472, 5});
  EXPECT_THAT(evaluation.conclusions.front().text.en, HasSubstr("1.00 bits per character"));
  EXPECT_THAT(evaluation.conclusions.front().text.ko, HasSubstr("1.00비트"));
}

TEST(TextLikelihood, IsPerTokenAndPerCharacter) {
  // Five tokens of four characters, at one bit per character.
  const TextLikelihood likelihood{{4 * std::numbers::ln2, 5}, 4};
  EXPECT_DOUBLE_EQ(likelihood.nats_per_character(), std::numbers::ln2);
  EXPECT_DOUBLE_EQ(likelihood.bits_per_character(), 1);
  EXPECT_DOUBLE_EQ(likelihood.perplexity_per_character(), 2);
  EXPECT_DOUBLE_EQ(likelihood.nats_per_token(), 0.8 * std::numbers::ln2);
  EXPECT_NEAR(likelihood.perplexity_per_token(), std::pow(2, 0.8), 1e-12);
  const auto json = to_json(likelihood);
  EXPECT_EQ(json["kind"], "exact");
  EXPECT_EQ(json["characters"], 4);
  EXPECT_EQ(json["nats_per_character"], likelihood.nats_per_character());
  EXPECT_EQ(json["bits_per_character"], likelihood.bits_per_character());
  EXPECT_EQ(json["perplexity_per_token"], likelihood.perplexity_per_token());
  EXPECT_EQ(json["perplexity_per_character"], likelihood.perplexity_per_character());
}

TEST(GenerateTexts, AreAFunctionOfTheSeed) {
  const auto model = tests::tiny_text_model(false);
  const auto texts = generate_texts(*model, {.count = 3, .length = 20, .seed = 1});
  ASSERT_EQ(texts.size(), 3U);
  for (const std::string& text : texts) {
    EXPECT_EQ(text.size(), 20U);
  }
  EXPECT_NE(texts[0], texts[1]);
  EXPECT_EQ(generate_texts(*model, {.count = 2, .length = 20, .seed = 1})[1], texts[1]);
  EXPECT_NE(generate_texts(*model, {.count = 1, .length = 20, .seed = 2})[0], texts[0]);
  const auto lines = generate_texts(*tests::tiny_text_model(true), {.count = 5, .length = 30});
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace akin
