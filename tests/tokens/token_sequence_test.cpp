#include "akin/tokens/token_sequence.h"

#include <array>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/tokens/character_tokenizer.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

std::vector<Token> all(const TokenSequence& sequence) {
  std::vector<Token> tokens(static_cast<std::size_t>(sequence.size()));
  sequence.copy(0, std::span(tokens));
  return tokens;
}

TEST(TokenSequence, UsesAsFewBytesAsPossible) {
  EXPECT_EQ(TokenSequence(256).bytes_per_token(), 1);
  EXPECT_EQ(TokenSequence(257).bytes_per_token(), 2);
  EXPECT_THAT(all(TokenSequence(256, std::vector<Token>{0, 255})), ElementsAre(0, 255));
  EXPECT_THAT(all(TokenSequence(65536, std::vector<Token>{0, 65535})), ElementsAre(0, 65535));
}

TEST(TokenSequence, IsEmptyAtFirst) {
  const TokenSequence empty;
  EXPECT_EQ(empty.size(), 0);
  EXPECT_THAT(all(empty), ElementsAre());
  EXPECT_EQ(empty.slice(0, 5).size(), 0);
}

TEST(TokenSequence, SlicesShareStorageButStayIndependent) {
  TokenSequence sequence(1000, std::vector<Token>{5, 600, 7, 8});
  const TokenSequence middle = sequence.slice(1, 3);
  EXPECT_THAT(all(middle), ElementsAre(600, 7));
  EXPECT_THAT(all(middle.slice(1, 9)), ElementsAre(7));
  EXPECT_EQ(middle[1], 7);

  TokenSequence longer = middle;
  longer.append(std::vector<Token>{999});
  EXPECT_THAT(all(longer), ElementsAre(600, 7, 999));
  sequence.append(std::vector<Token>{1});
  EXPECT_THAT(all(middle), ElementsAre(600, 7));
  EXPECT_THAT(all(sequence), ElementsAre(5, 600, 7, 8, 1));
}

TEST(TokenSequence, CopiesIntoAnyNumberType) {
  const TokenSequence sequence(10, std::vector<Token>{1, 2, 3});
  std::array<std::int64_t, 2> out{};
  sequence.copy(1, std::span<std::int64_t>(out));
  EXPECT_THAT(out, ElementsAre(2, 3));
  EXPECT_THROW(sequence.copy(2, std::span<std::int64_t>(out)), Error);
  EXPECT_THROW(sequence.copy(-1, std::span<std::int64_t>(out)), Error);
}

TEST(TokenSequence, RejectsTokensOutsideTheVocabulary) {
  TokenSequence sequence(10);
  EXPECT_THAT(error_of([&] {
                sequence.append(std::vector<Token>{3, 10});
              }),
              HasSubstr("tokens of 0 to 9, got 10"));
  EXPECT_THROW(sequence.append(std::vector<Token>{-1}), Error);
  EXPECT_EQ(sequence.size(), 0);
  EXPECT_THROW(TokenSequence(0), Error);
  EXPECT_THROW(TokenSequence(65537), Error);
}

TEST(TokenSequence, DecodesToTextInWholeCharacters) {
  std::string text;
  while (text.size() < 400000) {
    text += "가나b\n";
  }
  const std::shared_ptr<const Tokenizer> bytes = make_byte_tokenizer();
  const TokenSequence tokens(256, bytes->encode(text));
  std::string back;
  int pieces = 0;
  text_of(tokens, bytes)([&](std::string_view piece) {
    EXPECT_NE(make_character_tokenizer(text_source(piece)), nullptr);  // valid UTF-8 by itself
    back += piece;
    ++pieces;
  });
  EXPECT_EQ(back, text);
  EXPECT_GT(pieces, 1);
  EXPECT_EQ(whole_text(text_of(tokens.slice(0, 2), bytes)), "\xea\xb0");  // unchanged
}

}  // namespace
}  // namespace akin::tokens
