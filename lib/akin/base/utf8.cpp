#include "akin/base/utf8.h"

#include <algorithm>
#include <cstring>

#include "akin/base/require.h"

namespace akin::utf8 {
namespace {

constexpr char32_t replacement = 0xfffd;

/// What the first byte of a character says about the rest (Unicode Standard, table 3-7).
struct Lead {
  std::size_t length = 0;   ///< of the whole character; 0: begins none
  unsigned bits = 0;        ///< of the code point that are in the first byte
  std::uint8_t low = 0x80;  ///< where the second byte may lie; the others lie in 80..BF
  std::uint8_t high = 0xbf;
};

Lead lead_of(std::uint8_t byte) {
  if (byte < 0x80) {
    return {1, byte};
  }
  if (byte >= 0xc2 && byte <= 0xdf) {
    return {2, byte & 0x1fU};
  }
  if (byte >= 0xe0 && byte <= 0xef) {
    const std::uint8_t low = byte == 0xe0 ? 0xa0 : 0x80;   // shorter forms exist
    const std::uint8_t high = byte == 0xed ? 0x9f : 0xbf;  // surrogates
    return {3, byte & 0x0fU, low, high};
  }
  if (byte >= 0xf0 && byte <= 0xf4) {
    const std::uint8_t low = byte == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = byte == 0xf4 ? 0x8f : 0xbf;  // above U+10FFFF
    return {4, byte & 0x07U, low, high};
  }
  return {};
}

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

/// How many bytes of `text` fit the character that its first byte begins.
std::size_t fitting(std::string_view text, const Lead& lead) {
  std::size_t i = 1;
  for (; i < std::min(lead.length, text.size()); ++i) {
    const std::uint8_t byte = byte_at(text, i);
    if (byte < (i == 1 ? lead.low : 0x80) || byte > (i == 1 ? lead.high : 0xbf)) {
      break;
    }
  }
  return i;
}

/// How many bytes of ASCII `text` begins with, eight at a time: most texts have little else.
std::size_t ascii_run(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  std::size_t i = 0;
  for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
    std::memcpy(&eight, text.data() + i, sizeof eight);
    if ((eight & high_bits) != 0) {
      break;
    }
  }
  while (i < text.size() && byte_at(text, i) < 0x80) {
    ++i;
  }
  return i;
}

/// Whether `text` is the beginning of a character, more of which may follow.
bool is_begun(std::string_view text) {
  const Lead lead = lead_of(byte_at(text, 0));
  return lead.length > text.size() && fitting(text, lead) == text.size();
}

}  // namespace

Decoded decode(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  const Lead lead = lead_of(byte_at(text, 0));
  if (lead.length == 0 || fitting(text, lead) < lead.length) {
    return {};
  }
  char32_t code_point = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    code_point = (code_point << 6U) | (byte_at(text, i) & 0x3fU);
  }
  return {code_point, lead.length};
}

std::optional<std::size_t> first_fault(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at += ascii_run(text.substr(at));
    if (at == text.size()) {
      break;
    }
    const std::size_t length = decode(text.substr(at)).length;
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return std::nullopt;
}

void require_valid(std::string_view text, std::string_view who, std::uint64_t offset) {
  if (const auto fault = first_fault(text)) {
    fail("[{}] expected UTF-8 text, got the byte 0x{:02x} at offset {}; convert it to UTF-8 first",
         who, byte_at(text, *fault), offset + *fault);
  }
}

std::size_t whole_prefix(std::string_view text) {
  for (std::size_t tail = 1; tail <= std::min<std::size_t>(3, text.size()); ++tail) {
    if (is_begun(text.substr(text.size() - tail))) {
      return text.size() - tail;
    }
  }
  return text.size();
}

void append(std::string& text, char32_t code_point) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  const auto follow = [&](unsigned shift) { put(0x80U | ((code_point >> shift) & 0x3fU)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0U | (code_point >> 6U));
    follow(0);
  } else if (code_point < 0x10000) {
    put(0xe0U | (code_point >> 12U));
    follow(6);
    follow(0);
  } else {
    put(0xf0U | (code_point >> 18U));
    follow(12);
    follow(6);
    follow(0);
  }
}

std::string replace_faults(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t good = first_fault(text).value_or(text.size());
    valid += text.substr(0, good);
    text.remove_prefix(good);
    if (!text.empty()) {
      append(valid, replacement);
      text.remove_prefix(1);
    }
  }
  return valid;
}

std::string shown(char32_t code_point) {
  // Control and format characters, spaces that look like others, surrogates and private use.
  const bool hidden = code_point <= 0x20 || (code_point >= 0x7f && code_point <= 0xa0) ||
                      code_point == 0xad || (code_point >= 0x2000 && code_point <= 0x200f) ||
                      (code_point >= 0x2028 && code_point <= 0x202f) || code_point == 0x3000 ||
                      (code_point >= 0x2060 && code_point <= 0x206f) || code_point == 0xfeff ||
                      (code_point >= 0xd800 && code_point <= 0xf8ff) || code_point >= 0xe0000;
  if (hidden) {
    return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
  }
  std::string text = "'";
  append(text, code_point);
  return text + "'";
}

}  // namespace akin::utf8
