#include "akin/data/text_split.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/lines.h"

namespace akin::data {
namespace {

bool begins_character(char byte) {
  return (static_cast<std::uint8_t>(byte) & 0xc0U) != 0x80U;
}

/// Bytes of the first `count` characters, or of all where there are fewer.
std::size_t bytes_of(std::string_view text, std::int64_t count) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    count -= begins_character(text[i]) ? 1 : 0;
    if (count < 0) {
      return i;
    }
  }
  return text.size();
}

void each_part_of_characters(const tokens::TextSource& text, const TextSplit& split,
                             const TakeText& train, const TakeText& validation) {
  std::int64_t at = 0;  // characters so far
  const auto cut = [&at](std::string_view& piece, std::int64_t end) {
    const std::size_t bytes = bytes_of(piece, std::max<std::int64_t>(end - at, 0));
    const std::string_view part = piece.substr(0, bytes);
    at += count_characters(part);
    piece.remove_prefix(bytes);
    return part;
  };
  text([&](std::string_view piece) {
    if (const auto part = cut(piece, split.train); !part.empty()) {
      train(part);
    }
    (void)cut(piece, split.all_train);  // beyond the limit
    if (!piece.empty()) {
      validation(piece);
    }
  });
}

void each_part_of_documents(const tokens::TextSource& text, const TextSplit& split,
                            const TakeText& train, const TakeText& validation) {
  std::size_t document = 0;
  std::int64_t trained = 0;
  const auto hand_on = [&](std::string_view some) {
    require(document < split.validation.size(),
            "[data] expected the {} documents of before, got more; the file changed while it was "
            "read: try again",
            split.validation.size());
    if (split.validation[document]) {
      validation(some);
    } else if (trained < split.train) {
      train(some);
    }
  };
  LineSplitter lines(hand_on, [&] {
    hand_on("\n");
    trained += split.validation[document++] ? 0 : 1;
  });
  text([&lines](std::string_view piece) { lines.add(piece); });
  lines.finish();
}

}  // namespace

tokens::TextSource checked_text(tokens::TextSource bytes, std::string who) {
  return [bytes = std::move(bytes), who = std::move(who)](const TakeText& take) {
    std::string text;  // a character begun in the piece before, then this piece
    std::uint64_t offset = 0;
    bytes([&](std::string_view piece) {
      text += piece;
      const std::size_t whole = utf8::complete_prefix(text);
      const auto characters = std::string_view(text).substr(0, whole);
      utf8::require_valid(characters, who, offset);
      take(characters);
      offset += whole;
      text.erase(0, whole);
    });
    utf8::require_valid(text, who, offset);
  };
}

std::int64_t count_characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), begins_character);
}

void each_part(const tokens::TextSource& text, const TextSplit& split, const TakeText& train,
               const TakeText& validation) {
  const auto each = split.documents ? each_part_of_documents : each_part_of_characters;
  each(text, split, train, validation);
}

}  // namespace akin::data
