#include "akin/tokens/plain_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/utf8.h"

namespace akin::tokens {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t recognised_by = 4096;  // bytes at the start

/// Byte order marks. UTF-32 first: its little-endian mark starts with that of UTF-16.
constexpr std::array<std::pair<const char*, std::string_view>, 4> marks = {{
    {"UTF-32LE", {"\xff\xfe\0\0", 4}},
    {"UTF-32BE", {"\0\0\xfe\xff", 4}},
    {"UTF-16LE", "\xff\xfe"},
    {"UTF-16BE", "\xfe\xff"},
}};

/// Whether UTF-16 without a mark is likely: no unit is zero and enough are ASCII, as spaces and
/// line ends are in any language; most, if the bytes could be UTF-8 with a few zeros.
bool looks_like_utf16(std::string_view start, bool big_endian) {
  const std::size_t units = start.size() / 2;
  std::size_t ascii = 0;
  for (std::size_t i = 0; i < units; ++i) {
    const char upper = start[2 * i + (big_endian ? 0 : 1)];
    const auto lower = static_cast<unsigned char>(start[2 * i + (big_endian ? 1 : 0)]);
    if (upper == '\0' && lower == 0) {
      return false;
    }
    ascii += upper == '\0' && lower < 0x80 ? 1 : 0;
  }
  const bool may_be_utf8 = !utf8::find_invalid(start.substr(0, utf8::complete_prefix(start)));
  return ascii > units / (may_be_utf8 ? 2 : 20);
}

/// Makes a text plain that arrives in chunks.
class PlainText {
 public:
  explicit PlainText(const std::string& who) : who_(who) {}

  /// The next part of the plain text, valid until the next call.
  std::string_view add(std::string_view bytes) {
    start_ += bytes.substr(0, recognised_by - std::min(recognised_by, start_.size()));
    pending_ += bytes;
    const std::size_t complete = utf8::complete_prefix(pending_);
    plain_.assign(pending_, 0, complete);
    pending_.erase(0, complete);
    check(plain_);
    offset_ += complete;
    simplify();
    return plain_;
  }

  /// Error: the text ended inside a character.
  void finish() { check(pending_); }

 private:
  void check(std::string_view text) const {
    const std::size_t zero = text.find('\0');
    if (zero == std::string_view::npos && !utf8::find_invalid(text)) {
      return;
    }
    const std::string encoding = wide_encoding(start_);
    require(encoding.empty(),
            "[{}] expected UTF-8 text, got {}; convert it: iconv -f {} -t UTF-8 OLD > NEW", who_,
            encoding, encoding);
    utf8::require_valid(text, who_, offset_);
    fail("[{}] expected text, got a zero byte at offset {}; take it out, or give a text file", who_,
         offset_ + zero);
  }

  void simplify() {
    std::size_t size = 0;
    for (std::size_t i = 0; i < plain_.size(); ++i) {
      const char c = plain_[i];
      if (c == byte_order_mark[0] && plain_.compare(i, 3, byte_order_mark) == 0) {
        i += 2;
        continue;
      }
      if (c != '\n' || !after_return_) {
        plain_[size++] = c == '\r' ? '\n' : c;
      }
      after_return_ = c == '\r';
    }
    plain_.resize(size);
  }

  const std::string& who_;
  std::string start_;    ///< of the whole text
  std::string pending_;  ///< an incomplete character
  std::string plain_;
  std::uint64_t offset_ = 0;
  bool after_return_ = false;
};

}  // namespace

TextSource plain_text(TextSource bytes, std::string who) {
  return [bytes = std::move(bytes), who = std::move(who)](const auto& take) {
    PlainText plain(who);
    bytes([&](std::string_view chunk) {
      if (const std::string_view part = plain.add(chunk); !part.empty()) {
        take(part);
      }
    });
    plain.finish();
  };
}

std::string plain_text(std::string_view bytes, const std::string& who) {
  return whole_text(plain_text(text_source(bytes), who));
}

std::string wide_encoding(std::string_view start) {
  for (const auto& [name, mark] : marks) {
    if (start.starts_with(mark)) {
      return name;
    }
  }
  start = start.substr(0, recognised_by);
  return looks_like_utf16(start, false)  ? "UTF-16LE"
         : looks_like_utf16(start, true) ? "UTF-16BE"
                                         : "";
}

}  // namespace akin::tokens
