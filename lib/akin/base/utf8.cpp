#include "akin/base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "akin/base/require.h"

namespace akin::utf8 {
namespace {

constexpr std::size_t longest_character = 4;  // bytes

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool is_valid(std::string_view character) {
  return decode(character).length == character.size();
}

/// Valid text, normalised as utf8proc_option_t says.
std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* bytes = nullptr;
  const auto size = utf8proc_map(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(bytes, &std::free);
  require(size >= 0, "[utf8] expected text to normalise, got: {}", utf8proc_errmsg(size));
  return {bytes, bytes + size};
}

std::string text_of(char32_t code_point) {
  std::string text;
  append(text, code_point);
  return text;
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
  utf8proc_int32_t code_point = 0;
  const auto size = static_cast<utf8proc_ssize_t>(std::min(text.size(), longest_character));
  const auto length = utf8proc_iterate(bytes_of(text), size, &code_point);
  return length > 0 ? Decoded{static_cast<char32_t>(code_point), static_cast<std::size_t>(length)}
                    : Decoded{};
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
    fail(
        "[{}] expected UTF-8 text, got the byte 0x{:02x} at offset {}; convert it: iconv -f "
        "ENCODING -t UTF-8 OLD > NEW (ENCODING is CP949 for old Korean text of Windows)",
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
  std::array<utf8proc_uint8_t, longest_character> bytes{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
  text.append(bytes.begin(), bytes.begin() + size);
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

Category category_of(char32_t code_point) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) {
    return Category::letter;
  }
  if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME) {
    return Category::mark;
  }
  return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO ? Category::number
                                                                              : Category::other;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  each_code_point(text, [&](char32_t code_point) {
    count +=
        static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_point)));
  });
  return count;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t taken = columns(text);
  return std::string(text) + std::string(taken < width ? width - taken : 0, ' ');
}

std::string quoted(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_CN:  // unassigned, control, format, surrogate, private use
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:  // spaces, line and paragraph separators
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
    default:
      return "'" + text_of(code_point) + "'";
  }
}

std::string nfc(std::string_view text) {
  return mapped(text, UTF8PROC_COMPOSE);
}

std::string nfd(std::string_view text) {
  return mapped(text, UTF8PROC_DECOMPOSE);
}

std::vector<std::string> similar(char32_t code_point) {
  if (code_point == U'\t' || code_point == U'\n') {
    return {" "};
  }
  if (code_point == U'\u201c' || code_point == U'\u201d') {
    return {"\""};
  }
  const auto c = static_cast<utf8proc_int32_t>(code_point);
  // LUMP: typographic spaces, dashes and single quotes become those of ASCII.
  constexpr int same = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_LUMP;
  std::vector<std::string> all;
  for (const auto letter : {c, utf8proc_toupper(c)}) {
    for (const int options : {0, UTF8PROC_CASEFOLD + 0, UTF8PROC_STRIPMARK + 0,
                              UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD}) {
      all.push_back(mapped(text_of(static_cast<char32_t>(letter)), same | options));
    }
  }
  return all;
}

}  // namespace akin::utf8
