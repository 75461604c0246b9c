#include "akin/tokens/sentencepiece_model.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {
namespace {

// https://protobuf.dev/programming-guides/encoding: a message is a list of fields, each a key and a
// value; the key is 8 * number + wire type.

enum class Wire { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct Field {
  std::uint64_t number = 0;
  Wire wire = Wire::varint;
  std::uint64_t value = 0;  ///< of a varint, or the bits of a fixed-size number
  std::string_view bytes;
};

/// Reads a message field by field.
class Message {
 public:
  explicit Message(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::optional<Field> next() {
    if (rest_.empty()) {
      return std::nullopt;
    }
    const std::uint64_t key = varint();
    Field field{key >> 3U, static_cast<Wire>(key & 7U), 0, {}};
    switch (field.wire) {
      case Wire::varint:
        field.value = varint();
        break;
      case Wire::fixed64:
        field.value = fixed(8);
        break;
      case Wire::fixed32:
        field.value = fixed(4);
        break;
      case Wire::bytes:
        field.bytes = take(varint());
        break;
      default:
        damaged();
    }
    return field;
  }

 private:
  [[noreturn]] static void damaged() {
    fail("expected a SentencePiece model, got a damaged one, or something else");
  }

  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) {
      damaged();
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(take(1)[0]);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80U) {
        return value;
      }
    }
    damaged();
  }

  std::uint64_t fixed(unsigned size) {
    std::uint64_t value = 0;
    const std::string_view bytes = take(size);
    for (unsigned i = 0; i < size; ++i) {
      value |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    return value;
  }

  std::string_view rest_;
};

// Field numbers of sentencepiece_model.proto.
namespace model {
constexpr std::uint64_t piece = 1;
constexpr std::uint64_t trainer = 2;
constexpr std::uint64_t normalizer = 3;
}  // namespace model
namespace piece {
constexpr std::uint64_t text = 1;
constexpr std::uint64_t score = 2;
constexpr std::uint64_t type = 3;
}  // namespace piece

using Values = std::map<std::uint64_t, std::uint64_t>;

constexpr std::uint64_t minus_one = ~std::uint64_t{0};

/// The settings of the trainer that SentencePiece heeds when it encodes. Absent ones have the
/// default, which is the same but for model_type and byte_fallback.
const Values trainer_values = {
    {3, 2},           // model_type: byte pairs
    {24, 0},          // treat_whitespace_as_suffix
    {35, 1},          // byte_fallback
    {40, 0},          // unk_id
    {41, minus_one},  // bos_id
    {42, minus_one},  // eos_id
    {43, minus_one},  // pad_id
};
const std::set<std::uint64_t> trainer_required = {3, 35};

/// add_dummy_prefix, remove_extra_whitespaces, escape_whitespaces.
const Values normalizer_values = {{3, 0}, {4, 0}, {5, 1}};
const std::set<std::uint64_t> normalizer_required = {3, 4};

void require_value(const Values& wanted, const Field& field, const char* what) {
  const auto found = wanted.find(field.number);
  require(found == wanted.end() || (field.wire == Wire::varint && field.value == found->second),
          "expected a SentencePiece model with the settings that akin trains with, got another {} "
          "(field {})",
          what, field.number);
}

void check_trainer(std::string_view bytes) {
  std::set<std::uint64_t> missing = trainer_required;
  for (Message message(bytes); const auto field = message.next();) {
    require_value(trainer_values, *field, "trainer");
    missing.erase(field->number);
  }
  require(missing.empty(), "expected a SentencePiece model of byte pairs and bytes, got another");
}

/// Only the identity: its name, no table of characters, and no rules.
void check_normalizer(std::string_view bytes) {
  std::set<std::uint64_t> missing = normalizer_required;
  for (Message message(bytes); const auto field = message.next();) {
    const bool is_name = field->number == 1;
    const bool is_empty = field->wire == Wire::bytes && field->bytes.empty();
    require((is_name && field->bytes == "identity") || (!is_name && is_empty) ||
                normalizer_values.contains(field->number),
            "expected a SentencePiece model with the identity as its normalizer, got another "
            "(field {})",
            field->number);
    require_value(normalizer_values, *field, "normalizer");
    missing.erase(field->number);
  }
  require(missing.empty(),
          "expected a SentencePiece model with the identity as its normalizer, got another");
}

Piece read_piece(std::string_view bytes, std::size_t token) {
  Piece read;
  std::uint64_t type = static_cast<std::uint64_t>(Piece::Kind::text);
  for (Message message(bytes); const auto field = message.next();) {
    if (field->number == piece::text && field->wire == Wire::bytes) {
      read.text = field->bytes;
    } else if (field->number == piece::score && field->wire == Wire::fixed32) {
      const auto score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value));
      require(std::isfinite(score), "expected finite scores, got piece {} without", token);
    } else if (field->number == piece::type && field->wire == Wire::varint) {
      type = field->value;
    } else {
      fail("expected a SentencePiece model, got one with an unknown field {} in piece {}",
           field->number, token);
    }
  }
  constexpr std::size_t longest = 256;  // bytes; akin trains pieces of at most 16 characters
  require(!read.text.empty() && read.text.size() <= longest && !utf8::find_invalid(read.text) &&
              read.text.find('\0') == std::string::npos,
          "expected pieces of 1 to {} bytes of text, got others", longest);
  require(type == 1 || type == 2 || type == 6,
          "expected pieces of text and bytes alone, got one of type {}", type);
  read.kind = static_cast<Piece::Kind>(type);
  return read;
}

void check(const std::vector<Piece>& pieces) {
  std::set<std::string_view> texts;
  for (std::size_t token = 0; token < pieces.size(); ++token) {
    require(texts.insert(pieces[token].text).second,
            "expected every piece once, got piece {} again", token);
    require((pieces[token].kind == Piece::Kind::unknown) == (token == 0),
            "expected \"unknown\" as the first piece and no other, got piece {}", token);
  }
}

}  // namespace

std::vector<Piece> read_sentencepiece_model(std::string_view serialized) {
  std::vector<Piece> pieces;
  int trainers = 0;
  int normalizers = 0;
  for (Message message(serialized); const auto field = message.next();) {
    const bool known = field->wire == Wire::bytes && field->number >= model::piece &&
                       field->number <= model::normalizer;
    require(known, "expected a SentencePiece model, got one with an unknown field {}",
            field->number);
    if (field->number == model::piece) {
      require(std::ssize(pieces) < largest_vocabulary, "expected at most {} pieces, got more",
              largest_vocabulary);
      pieces.push_back(read_piece(field->bytes, pieces.size()));
    } else if (field->number == model::trainer) {
      check_trainer(field->bytes);
      ++trainers;
    } else {
      check_normalizer(field->bytes);
      ++normalizers;
    }
  }
  require(trainers == 1 && normalizers == 1,
          "expected a SentencePiece model with one trainer and one normalizer, got {} and {}",
          trainers, normalizers);
  check(pieces);
  return pieces;
}

}  // namespace akin::tokens
