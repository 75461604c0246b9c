#include "akin/tokens/subword_tokenizer.h"

#include <gmock/gmock.h>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/tokens/subword_training.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

/// Two languages, with repetition.
std::string practice_text() {
  std::string text;
  for (int i = 0; i < 50; ++i) {
    text += "the quick brown fox jumps over the lazy dog\n";
    text += "여우는 숲속에서 산딸기를 좋아해요\n";
  }
  return text;
}

TEST(SubwordTokenizer, IsLossless) {
  const auto tokenizer = make_subword_tokenizer(text_source(practice_text()), 400);
  const std::string zero(1, '\0');
  for (const std::string& text :
       {std::string(), std::string(" "), std::string("   two   spaces  "), std::string("\n\n a\n"),
        std::string("\r\n\t"), std::string("처음 보는 한국어"),
        std::string("😀👩‍👩‍👧 é é"), std::string("\u2581 \u2581\u2581 \u2585"),
        "a" + zero + "b", std::string("<unk> <s> </s>"), std::string("<0x41> <0x0A>"),
        std::string("\uFEFFbom \u00A0\u3000 wide"), practice_text()}) {
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  }
}

TEST(SubwordTokenizer, IsLosslessForAnyCharacters) {
  const auto tokenizer = make_subword_tokenizer(text_source(practice_text()), 400);
  Random random(1, "any text");
  for (int i = 0; i < 200; ++i) {
    std::string text;
    for (int k = 0; k < 30; ++k) {
      const auto c = static_cast<char32_t>(random.below(0x110000) >> random.below(17));
      utf8::append(text, c >= 0xd800 && c <= 0xdfff ? U' ' : c);
    }
    ASSERT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  }
}

TEST(SubwordTokenizer, IsFittedToTheText) {
  const auto tokenizer = make_subword_tokenizer(text_source(practice_text()), 400);
  EXPECT_LE(tokenizer->vocabulary_size(), 400);
  EXPECT_GT(tokenizer->vocabulary_size(), 300);
  const std::string line = "the quick brown fox jumps over the lazy dog\n";
  EXPECT_LE(tokenizer->encode(line).size(), 12U);  // nine words and the line break
  const auto unknown = tokenizer->encode("단풍나무에 xylophone");
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), 0), 0);  // bytes, not "unknown"
  EXPECT_EQ(tokenizer->decode(std::vector<Token>{0}), "\uFFFD");
}

TEST(SubwordTokenizer, EncodesLineByLine) {
  const auto tokenizer = make_subword_tokenizer(text_source(practice_text()), 400);
  const std::string a = "the fox\n";
  const std::string b = " jumps\n\nover";
  auto joined = tokenizer->encode(a);
  const auto rest = tokenizer->encode(b);
  joined.insert(joined.end(), rest.begin(), rest.end());
  EXPECT_EQ(tokenizer->encode(a + b), joined);
  EXPECT_THAT(tokenizer->encode("\n"), ElementsAre(newline_of(*tokenizer)));
}

TEST(SubwordTokenizer, EncodesLinesOfAnyLength) {
  std::string line;
  while (line.size() < 200000) {
    line += "여우 fox ";
  }
  const auto tokenizer = make_subword_tokenizer(text_source(line), 400);
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(line)), line);
}

TEST(SubwordTokenizer, IsDeterministic) {
  const auto json = [] {
    return make_subword_tokenizer(text_source(practice_text()), 400)->to_json().dump();
  };
  EXPECT_EQ(json(), json());
}

TEST(SubwordTokenizer, PrintsNothing) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  const auto tokenizer = make_subword_tokenizer(text_source(practice_text()), 400);
  (void)tokenizer_from_json(tokenizer->to_json().dump(), "tokenizer.json");
  (void)error_of([] {
    (void)tokenizer_from_json(R"({"kind":"subwords","vocabulary":1,"model":"AAAA"})", "x");
  });
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(SubwordTokenizer, FitsShortAndUnusualTexts) {
  for (const std::string& text : std::initializer_list<std::string>{
           "a", " ", "▁a", "<0x41><0x41><0x41><0x41> <unk><unk><unk>", "한"}) {
    const auto tokenizer = make_subword_tokenizer(text_source(text), 1024);
    EXPECT_GE(tokenizer->vocabulary_size(), 257);
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  }
}

TEST(SubwordTokenizer, EncodesRareCharactersAsBytes) {
  std::string many;  // 3,000 different syllables, more than the vocabulary size
  for (char32_t c = 0xac00; c < 0xac00 + 3000; ++c) {
    utf8::append(many, c);
  }
  const auto tokenizer = make_subword_tokenizer(text_source(many), 1024);
  EXPECT_LE(tokenizer->vocabulary_size(), 1024);
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(many)), many);
}

TEST(SubwordTokenizer, RejectsInvalidVocabularySizesAndEmptyText) {
  for (const std::int64_t size : {0, 299, 65537}) {
    EXPECT_THAT(error_of<UsageError>([&] { (void)make_subword_tokenizer(text_source("a"), size); }),
                HasSubstr(fmt::format(
                    "[vocabulary] expected at least 300 and at most 65536, got {}", size)));
  }
  EXPECT_THAT(error_of([] { (void)make_subword_tokenizer(text_source("\n\n")); }),
              HasSubstr("got none"));
}

TEST(SubwordTokenizer, RejectsDamagedModels) {
  const auto tokenizer = make_subword_tokenizer(text_source(practice_text()), 400);
  const std::string good = tokenizer->to_json().dump();
  const std::size_t begin = good.find(R"("model":")") + 9;
  Random random(7, "damage");
  for (int i = 0; i < 300; ++i) {
    std::string bad = good;
    const auto at = begin + static_cast<std::size_t>(
                                random.below(static_cast<std::int64_t>(good.size() - begin - 4)));
    bad[at] = bad[at] == 'A' ? 'Q' : 'A';
    const std::string error = error_of([&] {
      const auto read = tokenizer_from_json(bad, "t");
      (void)read->decode(read->encode("the fox 여우\n"));
    });
    EXPECT_TRUE(error == "no error" || error.starts_with("[t")) << error;
  }
}

TEST(TrainingSentences, AreLinesOfFrequentCharacters) {
  EXPECT_THAT(training_sentences(text_source("aab\naxa\n\nba"), 2),
              ElementsAre("aab", "a", "a", "ba"));
  EXPECT_THAT(training_sentences(text_source("a\tb\u2581c"), 9), ElementsAre("a", "b", "c"));
  EXPECT_THAT(training_sentences(text_source("a<0x41> <b"), 20), ElementsAre("a<", "0x41> <b"));
}

TEST(TrainingSentences, AreASampleOfALongText) {
  std::string text;
  for (int i = 0; i < 10000; ++i) {
    text += fmt::format("{:09}\n", i);
  }
  const auto sentences = training_sentences(text_source(text), 20, 20000);  // 90,000 bytes of text
  EXPECT_LE(sentences.size(), 2222U);
  EXPECT_GT(sentences.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(sentences.begin(), sentences.end()));
  EXPECT_LT(sentences.front(), "000000100");
  EXPECT_GT(sentences.back(), "000009900");
}

}  // namespace
}  // namespace akin::tokens
