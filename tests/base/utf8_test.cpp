#include "akin/base/utf8.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::utf8 {
namespace {

using tests::error_of;

struct Known {
  char32_t code_point;
  std::string bytes;
};

// The first and last character of each length, and the neighbours of the surrogates (Unicode
// Standard, table 3-7).
const std::vector<Known> known = {
    {0x0, std::string(1, '\0')},
    {0x7f, "\x7f"},
    {0x80, "\xc2\x80"},
    {0x7ff, "\xdf\xbf"},
    {0x800, "\xe0\xa0\x80"},
    {0xd7ff, "\xed\x9f\xbf"},
    {0xe000, "\xee\x80\x80"},
    {0xffff, "\xef\xbf\xbf"},
    {0x10000, "\xf0\x90\x80\x80"},
    {0x10ffff, "\xf4\x8f\xbf\xbf"},
    {U'가', "\xea\xb0\x80"},
};

TEST(WithoutControls, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(without_controls("plain 가나 😀\tand\n"), "plain 가나 😀\tand\n");
  EXPECT_EQ(without_controls("\x1b[2J\x1b]0;title\x07"), "\\x1b[2J\\x1b]0;title\\x07");
  EXPECT_EQ(without_controls("a\rb\bc\x7f"), "a\\x0db\\x08c\\x7f");
  EXPECT_EQ(without_controls("\xc2\x9b"
                             "2J"),
            "\\u009b2J");  // CSI in one character
  EXPECT_EQ(without_controls("\xe2\x80\xae"
                             "txt"),
            "\\u202etxt");  // right-to-left override
  EXPECT_EQ(without_controls("\x9b"
                             "2J\xe2\x80"),
            "\\x9b2J\\xe2\\x80");  // invalid bytes
  EXPECT_EQ(without_controls(std::string(1, '\0')), "\\x00");
}

TEST(Utf8, WritesAndReadsEveryLength) {
  for (const auto& [code_point, bytes] : known) {
    std::string text;
    append(text, code_point);
    EXPECT_EQ(text, bytes);
    EXPECT_EQ(decode(bytes + "tail").code_point, code_point);
    EXPECT_EQ(decode(bytes + "tail").length, bytes.size());
    EXPECT_FALSE(find_invalid(bytes).has_value());
  }
}

TEST(Utf8, RejectsIllFormedSequences) {
  // A lone continuation byte, overlong forms of 2, 3 and 4 bytes, both ends of the surrogates,
  // above U+10FFFF, bytes that never occur, and truncated characters.
  for (const std::string bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80",
        "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80", "\xff", "\xea\xb0g", "\xea\xb0"}) {
    EXPECT_EQ(decode(bad).length, 0U);
    EXPECT_EQ(find_invalid("ab가" + bad), 5U);
  }
}

TEST(Utf8, FindsInvalidBytesAtEveryPosition) {
  for (std::size_t before = 0; before < 40; ++before) {
    const std::string ascii(before, 'a');
    EXPECT_EQ(find_invalid(ascii + "\xff" + std::string(20, 'b')), before);
    std::string later = ascii + "가";
    later += ascii;
    later += '\xff';
    EXPECT_EQ(find_invalid(later), 2 * before + 3);
    EXPECT_EQ(find_invalid(ascii + "\xea\xb0"), before);  // truncated
    EXPECT_FALSE(find_invalid(ascii + "가").has_value());
  }
}

TEST(Utf8, NamesTheByteAndItsOffset) {
  EXPECT_EQ(
      error_of([] { require_valid("ab\xff", "notes.txt", 100); }),
      "[notes.txt] expected UTF-8 text, got the byte 0xff at offset 102; convert it: iconv -f "
      "ENCODING -t UTF-8 OLD > NEW (ENCODING is CP949 for old Korean text of Windows)");
  EXPECT_EQ(error_of([] { require_valid("한글", "notes.txt"); }), "no error");
}

TEST(Utf8, HoldsBackOnlyAnIncompleteCharacter) {
  const std::string text = "a가😀";  // 1 + 3 + 4 bytes
  const std::vector<std::size_t> whole = {0, 1, 1, 1, 4, 4, 4, 4, 8};
  for (std::size_t size = 0; size <= text.size(); ++size) {
    EXPECT_EQ(complete_prefix(text.substr(0, size)), whole[size]) << size;
  }
  EXPECT_EQ(complete_prefix("a\x80\x80\x80"), 4U);  // can never become a character
  EXPECT_EQ(complete_prefix("a\xe0\x80"), 3U);
  EXPECT_EQ(complete_prefix("a\xff"), 2U);
}

TEST(Utf8, VisitsCharacters) {
  std::u32string seen;
  each_code_point("z가😀", [&](char32_t c) { seen += c; });
  EXPECT_EQ(seen, U"z가😀");
}

TEST(Utf8, ReplacesOnlyInvalidBytes) {
  EXPECT_EQ(replace_invalid("a\xff가\xea\xb0"), "a\uFFFD가\uFFFD\uFFFD");
  EXPECT_EQ(replace_invalid("한글 😀"), "한글 😀");
}

TEST(Utf8, QuotesInvisibleCharactersByNumber) {
  EXPECT_EQ(quoted(U'가'), "'가'");
  EXPECT_EQ(quoted(U'\n'), "U+000A");
  EXPECT_EQ(quoted(0xfeff), "U+FEFF");
  EXPECT_EQ(quoted(U'\u3000'), "U+3000");  // a wide space
  EXPECT_EQ(quoted(0xe000), "U+E000");     // private use
}

TEST(Utf8, NormalisesToCanonicalForms) {
  // Unicode Standard, section 3.12: 한 is ㅎ U+1112, ㅏ U+1161 and ㄴ U+11AB.
  EXPECT_EQ(nfd("한e"), "\u1112\u1161\u11ABe");
  EXPECT_EQ(nfc("\u1112\u1161\u11ABe\u0301"), "한\u00E9");
  EXPECT_EQ(nfc("\uFF21\uFB01"), "\uFF21\uFB01");  // compatible, but not equivalent
  const std::string zero("a\0b", 3);
  EXPECT_EQ(nfc(zero), zero);
  EXPECT_EQ(nfd(""), "");
}

TEST(Utf8, FindsSimilarCharacters) {
  const auto stands_for = [](char32_t c, const std::string& text) {
    const auto all = similar(c);
    return std::find(all.begin(), all.end(), text) != all.end();
  };
  EXPECT_EQ(similar(U'\uff21').front(), "A");  // wide
  EXPECT_TRUE(stands_for(U'\uff21', "a"));
  EXPECT_TRUE(stands_for(U'a', "A"));
  EXPECT_TRUE(stands_for(U'É', "E"));
  EXPECT_TRUE(stands_for(U'É', "e"));
  EXPECT_EQ(similar(U'…').front(), "...");
  EXPECT_EQ(similar(U'’').front(), "'");
  EXPECT_EQ(similar(U'“').front(), "\"");
  EXPECT_EQ(similar(U'—').front(), "-");
  EXPECT_EQ(similar(U'\u00a0').front(), " ");
  EXPECT_EQ(similar(U'\t').front(), " ");
  EXPECT_EQ(similar(U'한'), std::vector<std::string>(8, "한"));
}

}  // namespace
}  // namespace akin::utf8
