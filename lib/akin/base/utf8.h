#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace akin::utf8 {

// UTF-8 and Unicode by utf8proc. Well-formed is what the Unicode Standard's table 3-7 allows: no
// overlong forms, no surrogates, nothing above U+10FFFF.

/// One decoded character.
struct Decoded {
  char32_t code_point = 0;
  std::size_t length = 0;  ///< in bytes, 1 to 4; 0: the text does not start with a valid character
};

/// Decodes the first character of `text`.
Decoded decode(std::string_view text);

/// Byte offset of the first invalid or incomplete character; none if `text` is valid UTF-8.
std::optional<std::size_t> find_invalid(std::string_view text);

/// Throws "[who] expected UTF-8 text, got the byte 0xff at offset 12; ..." unless `text` is valid.
/// `offset` is added to the reported position, for text that is checked in chunks.
void require_valid(std::string_view text, std::string_view who, std::uint64_t offset = 0);

/// Length in bytes of `text` without an incomplete character at its end. Bytes that cannot start a
/// character count as complete, so that they are not held back for ever.
std::size_t complete_prefix(std::string_view text);

/// Appends a character, which is no surrogate and at most U+10FFFF.
void append(std::string& text, char32_t code_point);

/// Replaces every byte that is not part of a valid character by U+FFFD, for JSON and terminals.
std::string replace_invalid(std::string_view text);

/// The text as a terminal may show it: control characters, with which a text could move the cursor,
/// change what was printed before or reverse the reading order, become "\\x1b" or "\\u202e", and
/// invalid bytes "\\xff". Line breaks and tabs are kept.
std::string without_controls(std::string_view text);

/// Calls use(char32_t) for each character of valid text.
template <class Use>
void each_code_point(std::string_view text, Use&& use) {
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const Decoded decoded = first < 0x80 ? Decoded{first, 1} : decode(text);
    use(decoded.code_point);
    text.remove_prefix(decoded.length);
  }
}

/// Unicode's general categories L, M and N; `other` for all else, such as punctuation and spaces.
enum class Category { letter, mark, number, other };
Category category_of(char32_t code_point);

/// The text with its ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// How many columns of a terminal valid text takes: two for a Hangul syllable, none for an accent.
std::size_t columns(std::string_view text);
/// Valid text followed by blanks up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// The character for an error message: in quotes, or as U+000A if it is invisible.
std::string quoted(char32_t code_point);

/// Valid text in canonical composition, as people type it, and in canonical decomposition, which a
/// Mac uses for the names of files.
std::string nfc(std::string_view text);
std::string nfd(std::string_view text);

/// Texts that can stand for a character, the most similar first: its compatibility form, also
/// in the other case and without accents. For 0xff21, a wide "A", they are "A" and "a".
std::vector<std::string> similar(char32_t code_point);

}  // namespace akin::utf8
