#include "akin/tokens/tokenizer.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/tokens/character_tokenizer.h"
#include "akin/tokens/subword_training.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

TEST(CharacterTokenizer, OrdersTokensByCodePoint) {
  const auto tokenizer = make_character_tokenizer(text_source("나b가a\nb"));
  EXPECT_EQ(tokenizer->kind(), "characters");
  EXPECT_EQ(tokenizer->vocabulary_size(), 5);
  EXPECT_THAT(tokenizer->encode("\nab가나"), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(tokenizer->decode(std::vector<Token>{4, 0, 1}), "나\na");
  EXPECT_EQ(newline_of(*tokenizer), 0);
}

TEST(CharacterTokenizer, CollectsCharactersFromEveryChunk) {
  const TextSource pieces = [](const auto& take) {
    take("가");
    take("");
    take("a");
  };
  EXPECT_EQ(make_character_tokenizer(pieces)->vocabulary_size(), 2);
}

TEST(CharacterTokenizer, NamesUnknownCharacters) {
  const auto tokenizer = make_character_tokenizer(text_source("abc"));
  EXPECT_EQ(error_of<UsageError>([&] { (void)tokenizer->encode("a글b\t글"); }),
            "[tokenizer] expected characters of the training text, got '글' U+0009, which it never "
            "had; leave them out, or train with --tokenizer bytes or subwords");
  EXPECT_THAT(error_of<UsageError>([&] { (void)tokenizer->encode("0123456789xyz"); }),
              HasSubstr("'9' and others, which"));
  EXPECT_THAT(error_of([&] { (void)tokenizer->encode("a\xff"); }), HasSubstr("0xff at offset 1"));
}

TEST(CharacterTokenizer, RejectsEmptyTextAndTooManyCharacters) {
  EXPECT_THAT(error_of([] { (void)make_character_tokenizer(text_source("")); }),
              HasSubstr("got none"));
}

TEST(ByteTokenizer, EncodesAnyText) {
  const auto tokenizer = make_byte_tokenizer();
  EXPECT_EQ(tokenizer->vocabulary_size(), 256);
  EXPECT_THAT(tokenizer->encode("a\xff가"), ElementsAre(97, 255, 0xea, 0xb0, 0x80));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("a\xff가")), "a\xff가");
}

TEST(Tokenizer, RejectsTokensOutsideTheVocabulary) {
  const auto characters = make_character_tokenizer(text_source("ab"));
  EXPECT_EQ(error_of([&] { (void)characters->decode(std::vector<Token>{2}); }),
            "[tokenizer] expected tokens of 0 to 1, got 2");
  EXPECT_THROW((void)characters->decode(std::vector<Token>{-1}), Error);
  EXPECT_THROW((void)make_byte_tokenizer()->decode(std::vector<Token>{256}), Error);
}

TEST(Tokenizer, IsMadeByKind) {
  for (const std::string& kind : tokenizer_kinds()) {
    EXPECT_EQ(make_tokenizer(kind, text_source("some text\n"), 300)->kind(), kind);
  }
  EXPECT_THAT(error_of<UsageError>([] { (void)make_tokenizer("subword", text_source("x")); }),
              HasSubstr("got 'subword'; did you mean 'subwords'?"));
}

/// Syllables, each of them on a line with another one.
std::string syllables(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    utf8::append(text, static_cast<char32_t>(0xac00 + i));
    utf8::append(text, static_cast<char32_t>(0xac00 + (i * 7) % count));
    text += '\n';
  }
  return text;
}

TEST(Tokenizer, IsOfSubwordsForTextsWithManyCharacters) {
  const std::string few = syllables(255);  // and "\n"
  const auto characters = make_tokenizer("auto", text_source(few));
  EXPECT_EQ(characters->kind(), "characters");
  EXPECT_EQ(characters->vocabulary_size(), 256);
  const std::string many = syllables(256);
  const auto subwords = make_tokenizer("auto", text_source(many));
  EXPECT_EQ(subwords->kind(), "subwords");
  EXPECT_LE(subwords->vocabulary_size(), subwords_for(257));
  // Each syllable is a token at most, none is bytes.
  EXPECT_LE(std::ssize(subwords->encode(many)), 3 * 256);
  EXPECT_LE(make_tokenizer("auto", text_source(many), 400)->vocabulary_size(), 400);
}

TEST(Tokenizer, NeedsANewlineForDocuments) {
  EXPECT_EQ(newline_of(*make_byte_tokenizer()), 10);
  EXPECT_THAT(
      error_of<UsageError>([] { (void)newline_of(*make_character_tokenizer(text_source("x"))); }),
      HasSubstr("U+000A"));
}

TEST(TokenizerJson, RestoresEveryKind) {
  const std::string text = "하나 둘, one two\n\tthree\n";
  for (const std::string& kind : tokenizer_kinds()) {
    const auto tokenizer = make_tokenizer(kind, text_source(text), 300);
    const std::string json = tokenizer->to_json().dump();
    const auto back = tokenizer_from_json(json, "tokenizer.json");
    EXPECT_EQ(back->kind(), kind);
    EXPECT_EQ(back->vocabulary_size(), tokenizer->vocabulary_size());
    EXPECT_EQ(back->encode(text), tokenizer->encode(text));
    EXPECT_EQ(back->to_json().dump(), json);
  }
}

TEST(TokenizerJson, IsShortAndReadable) {
  EXPECT_EQ(make_character_tokenizer(text_source("b\n가"))->to_json().dump(),
            R"({"kind":"characters","vocabulary":["\n","b","가"]})");
  EXPECT_EQ(make_byte_tokenizer()->to_json().dump(), R"({"kind":"bytes"})");
}

TEST(TokenizerJson, IsNotTrusted) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "expected JSON"},
      {"[]", "a JSON object"},
      {"{}", "expected 'kind'"},
      {R"({"kind":"words"})", "got 'words'"},
      {R"({"kind":"bytes","vocabulary":[]})", "no key 'vocabulary'"},
      {R"({"kind":"characters"})", "expected 'vocabulary'"},
      {R"({"kind":"characters","vocabulary":[]})", "1 to 65536 characters, got 0"},
      {R"({"kind":"characters","vocabulary":["b","a"]})", "as number 1"},
      {R"({"kind":"characters","vocabulary":["a","a"]})", "as number 1"},
      {R"({"kind":"characters","vocabulary":["ab"]})", "as number 0"},
      {R"({"kind":"characters","vocabulary":[""]})", "as number 0"},
      {R"({"kind":"characters","vocabulary":[1]})", "a list of texts"},
      {R"({"kind":"subwords","vocabulary":300,"model":"AA"})", "groups of four"},
      {R"({"kind":"subwords","vocabulary":300,"model":"AAAA"})", "a SentencePiece model"},
      {R"({"kind":"subwords","vocabulary":300,"model":""})", "a SentencePiece model"},
  };
  for (const auto& [json, message] : bad) {
    const std::string error =
        error_of([&, text = json] { (void)tokenizer_from_json(text, "RUN/t.json"); });
    EXPECT_THAT(error, HasSubstr(message)) << json;
    EXPECT_THAT(error, testing::StartsWith("[RUN/t.json] ")) << json;
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  }
}

}  // namespace
}  // namespace akin::tokens
