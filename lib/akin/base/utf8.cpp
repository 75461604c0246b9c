#include "akin/base/utf8.h"

#include <algorithm>
#include <iterator>

#include <utf8.h>

#include "akin/base/require.h"

namespace akin::utf8 {
namespace {

constexpr std::size_t longest_character = 4;  // bytes

bool is_valid(std::string_view text) {
  return ::utf8::is_valid(text.begin(), text.end());
}

/// Whether `text` is an incomplete character. Its next byte may be restricted, but every
/// restriction of the Unicode Standard's table 3-7 allows 0x80 or 0xbf.
bool is_incomplete(const std::string& text) {
  for (std::size_t missing = 1; missing < longest_character; ++missing) {
    if (is_valid(text + std::string(missing, '\x80')) ||
        is_valid(text + std::string(missing, '\xbf'))) {
      return true;
    }
  }
  return false;
}

}  // namespace

Decoded decode(std::string_view text) {
  text = text.substr(0, longest_character);
  if (text.empty() || ::utf8::find_invalid(text.begin(), text.end()) == text.begin()) {
    return {};
  }
  const char* end = text.data();
  const char32_t code_point = ::utf8::unchecked::next(end);
  return {code_point, static_cast<std::size_t>(end - text.data())};
}

std::optional<std::size_t> find_invalid(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  for (std::size_t at = 0; at < text.size();) {
    // Most text is ASCII, which needs no decoding.
    const auto* const other = std::find_if_not(text.begin() + at, text.end(), is_ascii);
    at = static_cast<std::size_t>(other - text.begin());
    const std::size_t length = decode(text.substr(at)).length;
    if (length == 0 && at < text.size()) {
      return at;
    }
    at += length;
  }
  return std::nullopt;
}

void require_valid(std::string_view text, std::string_view who, std::uint64_t offset) {
  if (const auto at = find_invalid(text)) {
    fail("[{}] expected UTF-8 text, got the byte 0x{:02x} at offset {}; convert it to UTF-8 first",
         who, static_cast<unsigned char>(text[*at]), offset + *at);
  }
}

std::size_t complete_prefix(std::string_view text) {
  for (std::size_t tail = 1; tail < std::min(longest_character, text.size() + 1); ++tail) {
    if (is_incomplete(std::string(text.substr(text.size() - tail)))) {
      return text.size() - tail;
    }
  }
  return text.size();
}

void append(std::string& text, char32_t code_point) {
  ::utf8::append(code_point, std::back_inserter(text));
}

std::string replace_invalid(std::string_view text) {
  constexpr char32_t replacement = 0xfffd;
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t good = find_invalid(text).value_or(text.size());
    valid += text.substr(0, good);
    text.remove_prefix(good);
    if (!text.empty()) {
      append(valid, replacement);
      text.remove_prefix(1);
    }
  }
  return valid;
}

std::string without_controls(std::string_view text) {
  const auto is_control = [](char32_t c) {
    return (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7f && c < 0xa0) ||
           (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
  };
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Decoded decoded = decode(text);
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = std::max<std::size_t>(decoded.length, 1);
    if (decoded.length == 0 || (is_control(decoded.code_point) && decoded.code_point < 0x80)) {
      shown += fmt::format("\\x{:02x}", first);
    } else if (is_control(decoded.code_point)) {
      shown += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(decoded.code_point));
    } else {
      shown += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return shown;
}

std::string quoted(char32_t code_point) {
  // Control and format characters, unusual spaces, surrogates and private use.
  const bool invisible = code_point <= 0x20 || (code_point >= 0x7f && code_point <= 0xa0) ||
                         code_point == 0xad || (code_point >= 0x2000 && code_point <= 0x200f) ||
                         (code_point >= 0x2028 && code_point <= 0x202f) || code_point == 0x3000 ||
                         (code_point >= 0x2060 && code_point <= 0x206f) || code_point == 0xfeff ||
                         (code_point >= 0xd800 && code_point <= 0xf8ff) || code_point >= 0xe0000;
  if (invisible) {
    return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
  }
  std::string text = "'";
  append(text, code_point);
  return text + "'";
}

}  // namespace akin::utf8
