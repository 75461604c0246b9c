#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace akin::utf8 {

/// One character as read from the front of a text.
struct Decoded {
  char32_t code_point = 0;
  std::size_t length = 0;  ///< bytes, 1 to 4; 0 where the text does not begin with a character
};

/// The character that `text` begins with. Well-formed is what the Unicode Standard's table 3-7
/// allows: no overlong forms, no surrogates, nothing above U+10FFFF.
Decoded decode(std::string_view text);

/// Byte offset of the first character that is not well-formed or not whole; none where `text` is
/// valid UTF-8.
std::optional<std::size_t> first_fault(std::string_view text);

/// Error "[who] expected UTF-8 text, got the byte 0xff at offset 12; ..." unless `text` is valid;
/// `offset` is where it begins in what the message speaks of.
void require_valid(std::string_view text, std::string_view who, std::uint64_t offset = 0);

/// Bytes of the longest prefix that ends on a character's boundary: all but a character that has
/// begun and may yet be completed. Bytes that can begin no character hold nothing back.
std::size_t whole_prefix(std::string_view text);

/// Appends a character; code_point is no surrogate and at most U+10FFFF.
void append(std::string& text, char32_t code_point);

/// `text` with U+FFFD for every byte that belongs to no character, as JSON and terminals want it.
std::string replace_faults(std::string_view text);

/// Calls use(char32_t) for each character of a valid text.
template <class Use>
void each_code_point(std::string_view text, Use&& use) {
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const Decoded decoded = first < 0x80 ? Decoded{first, 1} : decode(text);
    use(decoded.code_point);
    text.remove_prefix(decoded.length);
  }
}

/// How a message shows a character: as it is, or as U+000A where it is not to be seen.
std::string shown(char32_t code_point);

}  // namespace akin::utf8
