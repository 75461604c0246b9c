#include "akin/tokens/sentencepiece_model.h"

#include <bit>
#include <limits>

#include <gmock/gmock.h>

#include "akin/io/base64.h"
#include "akin/tokens/subword_tokenizer.h"
#include "akin/tokens/subword_training.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::HasSubstr;
using tests::error_of;

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7U) {
    bytes.push_back(static_cast<char>(value | 0x80U));
  }
  bytes.push_back(static_cast<char>(value));
  return bytes;
}

// Fields of a protobuf message.
std::string number(std::uint64_t field, std::uint64_t value) {
  return varint(8 * field) + varint(value);
}
std::string text(std::uint64_t field, const std::string& bytes) {
  return varint(8 * field + 2) + varint(bytes.size()) + bytes;
}
std::string real(std::uint64_t field, float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  std::string bytes = varint(8 * field + 5);
  for (unsigned i = 0; i < 4; ++i) {
    bytes.push_back(static_cast<char>(bits >> (8 * i)));
  }
  return bytes;
}

std::string piece(const std::string& name, std::uint64_t type, float score = 0) {
  return text(1, text(1, name) + real(2, score) + number(3, type));
}

const std::string byte_pairs = number(3, 2) + number(35, 1);
const std::string identity = text(1, "identity") + text(2, "") + number(3, 0) + number(4, 0);

std::string whole(const std::string& pieces, const std::string& trainer = byte_pairs,
                  const std::string& normalizer = identity) {
  return pieces + text(2, trainer) + text(3, normalizer);
}

std::string error_in(const std::string& model) {
  return error_of([&] { (void)read_sentencepiece_model(model); });
}

const std::string unknown = piece("<unk>", 2);

TEST(SentencePieceModel, ReadsPiecesInOrder) {
  const auto pieces =
      read_sentencepiece_model(whole(unknown + piece("<0x00>", 6) + piece("가", 1, -3)));
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[0].kind, Piece::Kind::unknown);
  EXPECT_EQ(pieces[1].kind, Piece::Kind::byte);
  EXPECT_EQ(pieces[1].text, "<0x00>");
  EXPECT_EQ(pieces[2].kind, Piece::Kind::text);
  EXPECT_EQ(pieces[2].text, "가");
}

TEST(SentencePieceModel, AcceptsWhatAkinTrains) {
  const std::string model = train_subwords(text_source("a fox, a fox and a hen"), 300);
  const auto pieces = read_sentencepiece_model(model);
  EXPECT_GT(pieces.size(), 257U);
  EXPECT_EQ(pieces[256].text, "<0xFF>");
}

TEST(SentencePieceModel, RefusesNormalizersOtherThanTheIdentity) {
  const auto error_with = [](const std::string& normalizer) {
    return error_in(whole(unknown, byte_pairs, normalizer));
  };
  EXPECT_EQ(error_with(identity), "no error");
  EXPECT_EQ(error_with(identity + number(5, 1)), "no error");
  // The table of characters that makes SentencePiece read outside of its memory.
  EXPECT_EQ(
      error_with(identity + text(2, "\x04\xff\xff\xff\x7f...")),
      "expected a SentencePiece model with the identity as its normalizer, got another (field "
      "2)");
  for (const std::string& more : {text(1, "nmt_nfkc"), text(6, "a\tb"), number(3, 1), number(4, 1),
                                  number(5, 0), number(9, 1), text(3, "x"), real(3, 0)}) {
    EXPECT_THAT(error_with(identity + more), HasSubstr("normalizer")) << more;
  }
  EXPECT_THAT(error_with(""), HasSubstr("normalizer"));  // whose defaults are others
}

TEST(SentencePieceModel, RefusesOtherTrainers) {
  const auto error_with = [](const std::string& trainer) {
    return error_in(whole(unknown, trainer));
  };
  EXPECT_EQ(error_with(byte_pairs + number(4, 300) + real(10, 1) + number(41, ~std::uint64_t{0})),
            "no error");
  EXPECT_THAT(error_with(""), HasSubstr("byte pairs"));
  for (const std::string& more :
       {number(3, 1), number(24, 1), number(35, 0), number(40, 1), number(41, 1), number(43, 5)}) {
    EXPECT_THAT(error_with(byte_pairs + more), HasSubstr("another trainer")) << more;
  }
}

TEST(SentencePieceModel, RefusesOtherFieldsAndRepeatedParts) {
  EXPECT_THAT(error_in(whole(unknown) + text(4, "")), HasSubstr("unknown field 4"));  // self-test
  EXPECT_THAT(error_in(whole(unknown) + text(5, identity)), HasSubstr("unknown field 5"));
  EXPECT_THAT(error_in(whole(unknown) + number(1, 1)), HasSubstr("unknown field 1"));
  EXPECT_THAT(error_in(whole(unknown) + text(3, identity)), HasSubstr("got 1 and 2"));
  EXPECT_THAT(error_in(unknown), HasSubstr("got 0 and 0"));
}

TEST(SentencePieceModel, RefusesPiecesThatAkinDoesNotTrain) {
  const auto error_with = [](const std::string& pieces) { return error_in(whole(pieces)); };
  for (const std::uint64_t type : {0, 3, 4, 5, 7}) {  // control, user-defined, unused, none
    EXPECT_THAT(error_with(unknown + piece("a", type)), HasSubstr(fmt::format("type {}", type)));
  }
  for (const std::string& name :
       {std::string(), std::string("\xff"), std::string(1, '\0'), std::string(257, 'a')}) {
    EXPECT_THAT(error_with(unknown + piece(name, 1)), HasSubstr("1 to 256 bytes of text"));
  }
  for (const float score :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    EXPECT_THAT(error_with(unknown + piece("a", 1, score)), HasSubstr("finite scores"));
  }
  EXPECT_THAT(error_with(unknown + piece("a", 1) + piece("a", 6)), HasSubstr("piece 2 again"));
  EXPECT_THAT(error_with(piece("a", 1) + unknown), HasSubstr("\"unknown\" as the first"));
  EXPECT_THAT(error_with(unknown + piece("b", 2)), HasSubstr("\"unknown\" as the first"));
  EXPECT_THAT(error_with(unknown + text(1, text(1, "a") + number(7, 1))), HasSubstr("field 7"));
  std::string many;
  for (int i = 0; i < 65'537; ++i) {
    many += piece(std::to_string(i), 1);
  }
  EXPECT_THAT(error_with(many), HasSubstr("at most 65536 pieces"));
}

TEST(SentencePieceModel, RefusesEveryTruncationAndLengthsBeyondTheEnd) {
  const std::string model = whole(unknown + piece("a", 1));
  for (std::size_t size = 0; size < model.size(); ++size) {
    EXPECT_THAT(error_in(model.substr(0, size)), HasSubstr("expected ")) << size;
  }
  EXPECT_THAT(error_in(varint(8 + 2) + varint(~std::uint64_t{0}) + "a"), HasSubstr("damaged"));
  EXPECT_THAT(error_in(std::string(20, '\xff')), HasSubstr("damaged"));
  EXPECT_THAT(error_in(varint(8 + 3)), HasSubstr("damaged"));  // a group
}

TEST(SubwordTokenizer, RefusesACraftedNormalizerInATokenizerFile) {
  auto json = make_subword_tokenizer(text_source("a fox, a fox and a hen"), 300)->to_json();
  const std::string model = io::from_base64(json.at("model").get<std::string>(), "t");
  const std::size_t at = model.find(identity);
  ASSERT_NE(at, std::string::npos);
  const std::string crafted = identity + text(2, std::string(64, '\x7f'));
  json["model"] = io::to_base64(model.substr(0, at - 1) + varint(crafted.size()) + crafted +
                                model.substr(at + identity.size()));
  EXPECT_THAT(error_of([&] { tokenizer_from_json(json.dump(), "t"); }),
              HasSubstr("[t] expected a SentencePiece model with the identity as its normalizer"));
}

}  // namespace
}  // namespace akin::tokens
