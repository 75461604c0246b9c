#include "akin/tokens/plain_text.h"

#include <gmock/gmock.h>

#include "akin/base/utf8.h"

#include "support/chunks.h"
#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using tests::error_of;
using tests::in_chunks;

std::string error(const std::string& bytes, std::size_t chunk = 1000) {
  return error_of([&] { plain_text(in_chunks(bytes, chunk), "my.txt")([](auto) {}); });
}

/// Latin and Hangul text as UTF-16 without a mark.
std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const auto upper = static_cast<char>(unit >> 8U);
    const auto lower = static_cast<char>(unit & 0xffU);
    bytes += big_endian ? upper : lower;
    bytes += big_endian ? lower : upper;
  }
  return bytes;
}

TEST(PlainText, HasOneKindOfLineEnd) {
  EXPECT_EQ(plain_text("a\nb\r\nc\rd\r\r\n\n\re\r", "x"), "a\nb\nc\nd\n\n\n\ne\n");
  EXPECT_EQ(plain_text("", "x"), "");
  EXPECT_EQ(plain_text("\r", "x"), "\n");
}

TEST(PlainText, HasNoByteOrderMarks) {
  EXPECT_EQ(plain_text("\uFEFF", "x"), "");
  EXPECT_EQ(plain_text("\uFEFFfile\n\uFEFFand another", "x"), "file\nand another");
  EXPECT_EQ(plain_text("a\r\uFEFF\nb", "x"), "a\nb");
  EXPECT_EQ(plain_text("\xef\xbb\xbe\uFEFE", "x"), "\xef\xbb\xbe\uFEFE");  // their neighbours
}

TEST(PlainText, DoesNotDependOnTheChunks) {
  const std::string text = "\uFEFFa가\r\n😀\r\r\n\uFEFFb\r";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    std::string all;
    plain_text(in_chunks(text, size), "x")([&](std::string_view chunk) {
      EXPECT_FALSE(chunk.empty());
      EXPECT_FALSE(utf8::find_invalid(chunk)) << "cut inside a character";
      all += chunk;
    });
    EXPECT_EQ(all, "a가\n😀\n\nb\n") << size;
  }
}

TEST(PlainText, ReportsTheOffsetInTheWholeText) {
  for (std::size_t size = 1; size <= 8; ++size) {
    for (const std::string bad : {"가\r\xff more", "가a\xea\xb0", "가a\xea\xb0z"}) {
      EXPECT_THAT(
          error(bad, size),
          ContainsRegex("\\[my.txt\\] expected UTF-8 text, got the byte 0x.. at offset 4;"));
    }
  }
  EXPECT_THAT(error(std::string("한글 text\0", 12)), HasSubstr("a zero byte at offset 11;"));
}

TEST(PlainText, RefusesWideEncodings) {
  const std::u16string latin = u"Ann sees rain.\n";
  const std::u16string hangul = u"가가 비가 온다. 가을 산에 나가 밤을 줍는다.\n";
  for (const auto& text : {latin, hangul, u"\uFEFF" + latin, u"\uFEFF" + hangul}) {
    EXPECT_THAT(error(utf16(text, false)), EndsWith("expected UTF-8 text, got UTF-16LE; convert "
                                                    "it: iconv -f UTF-16LE -t UTF-8 OLD > NEW"));
    EXPECT_THAT(error(utf16(text, true)), HasSubstr("got UTF-16BE; convert it: iconv -f UTF-16BE"));
  }
  EXPECT_THAT(error(std::string("\xff\xfe\0\0a\0\0\0", 8)), HasSubstr("got UTF-32LE;"));
  EXPECT_THAT(error(std::string("\0\0\xfe\xff\0\0\0a", 8)), HasSubstr("got UTF-32BE;"));
}

TEST(PlainText, TakesNothingElseForAWideEncoding) {
  for (const std::string& start :
       {std::string(), std::string("plain"), std::string("한글"), std::string("\xb0\xa1\n"),
        std::string(4, '\0'), std::string("\0\0\x08\x03\0\0\xea\x60", 8),
        std::string(400, 'a') + '\0', std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x1c", 20)}) {
    EXPECT_EQ(wide_encoding(start), "") << start;
  }
}

}  // namespace
}  // namespace akin::tokens
