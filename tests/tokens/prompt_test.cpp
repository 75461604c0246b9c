#include "akin/tokens/prompt.h"

#include <gmock/gmock.h>

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// What a character tokenizer of `vocabulary` makes of a prompt.
std::string read_as(const std::string& vocabulary, const std::string& prompt) {
  const auto tokenizer = make_tokenizer("characters", text_source(vocabulary));
  return tokenizer->decode(encode_prompt(*tokenizer, prompt).tokens);
}

TEST(Prompt, OfKnownCharactersIsUnchanged) {
  const std::string text = "여우 fox\n";
  for (const std::string& kind : tokenizer_kinds()) {
    const auto tokenizer = make_tokenizer(kind, text_source(text + text), 300);
    const Prompt prompt = encode_prompt(*tokenizer, text);
    EXPECT_EQ(prompt.text, text);
    EXPECT_EQ(prompt.tokens, tokenizer->encode(text));
    EXPECT_THAT(prompt.replaced, IsEmpty());
    EXPECT_THAT(encode_prompt(*tokenizer, "").tokens, IsEmpty());
  }
}

TEST(Prompt, IsEncodedInBytesWhereTheVocabularyHasThem) {
  for (const char* kind : {"bytes", "subwords"}) {
    const auto tokenizer = make_tokenizer(kind, text_source("only latin text\n"), 300);
    const Prompt prompt = encode_prompt(*tokenizer, "日本 😀");
    EXPECT_EQ(tokenizer->decode(prompt.tokens), "日本 😀");
    EXPECT_THAT(prompt.replaced, IsEmpty());
  }
}

TEST(Prompt, NamesWhatItReplacesOnce) {
  const auto tokenizer = make_tokenizer("characters", text_source("In the year,"));
  const Prompt prompt = encode_prompt(*tokenizer, "In 2025, THE ｙear 日");
  EXPECT_EQ(prompt.text, "In 2025, THE ｙear 日");
  EXPECT_EQ(tokenizer->decode(prompt.tokens), "In , the year ");
  EXPECT_THAT(prompt.replaced,
              ElementsAre(Replacement{"2", ""}, Replacement{"0", ""}, Replacement{"5", ""},
                          Replacement{"T", "t"}, Replacement{"H", "h"}, Replacement{"E", "e"},
                          Replacement{"ｙ", "y"}, Replacement{"日", ""}));
  EXPECT_THAT(encode_prompt(*tokenizer, "日本").tokens, IsEmpty());
}

TEST(Prompt, ReadsSimilarCharacters) {
  EXPECT_EQ(read_as("abc '-.\"", "“a’b”—c…\u00A0\tb"), "\"a'b\"-c...  b");
  EXPECT_EQ(read_as("abc", "ÀB\u0301ç"), "abc");
  EXPECT_EQ(read_as("ABC", "abc"), "ABC");
  EXPECT_EQ(read_as("à", "À"), "à");
}

TEST(Prompt, TakesTheFormOfTheVocabulary) {
  const std::string composed = "한글 é";
  const std::string decomposed = "\u1112\u1161\u11AB\u1100\u1173\u11AF e\u0301";
  EXPECT_EQ(read_as(composed, decomposed), composed);
  EXPECT_EQ(read_as(composed, composed), composed);
  EXPECT_EQ(read_as(decomposed, composed), decomposed);
  EXPECT_EQ(read_as(decomposed, decomposed), decomposed);
  EXPECT_EQ(read_as("\u2126", "\u2126"), "\u2126");  // the ohm sign, which NFC replaces
  const auto bytes = make_tokenizer("bytes", text_source(""));
  EXPECT_EQ(encode_prompt(*bytes, decomposed).tokens, bytes->encode(composed));
}

TEST(Prompt, HasPlainLineEnds) {
  EXPECT_EQ(read_as("a\nb", "\uFEFFa\r\nb\ra"), "a\nb\na");
  EXPECT_THAT(tests::error_of([] { (void)read_as("a", "a\xff"); }),
              HasSubstr("[prompt] expected UTF-8 text, got the byte 0xff at offset 1"));
}

}  // namespace
}  // namespace akin::tokens
