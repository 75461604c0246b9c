#include "terminal/terminal.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace akin::app {
namespace {

using pictures::Palette;

Terminal described(std::map<std::string, std::string> variables, int columns = 80,
                   bool is_terminal = true) {
  variables.emplace("TERM", "xterm-256color");
  return describe_terminal(is_terminal, columns, [&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(Terminal, IsAsWideAsItTells) {
  EXPECT_EQ(described({}, 132).columns, 132);
  EXPECT_EQ(described({{"COLUMNS", "40"}}, 132).columns, 40);
  EXPECT_EQ(described({{"COLUMNS", "200"}}, 132).columns, 132) << "an old COLUMNS, made narrower";
  EXPECT_EQ(described({{"COLUMNS", "40"}}, 0).columns, 40);
  for (const char* wrong : {"", "wide", "0", "-3", "99999999999"}) {
    EXPECT_EQ(described({{"COLUMNS", wrong}}, 0).columns, 80) << wrong;
  }
}

TEST(Terminal, IsInteractiveUnlessDumbOrNone) {
  EXPECT_TRUE(described({}).interactive);
  EXPECT_FALSE(described({{"TERM", "dumb"}}).interactive);
  EXPECT_FALSE(described({{"TERM", ""}}).interactive);
  EXPECT_FALSE(described({}, 80, false).interactive);
}

TEST(Terminal, HasTheColoursItClaims) {
  EXPECT_EQ(described({{"COLORTERM", "truecolor"}}).palette, Palette::true_colour);
  EXPECT_EQ(described({{"COLORTERM", "24bit"}}).palette, Palette::true_colour);
  EXPECT_EQ(described({{"TERM", "xterm-direct"}}).palette, Palette::true_colour);
  EXPECT_EQ(described({}).palette, Palette::greys);
  EXPECT_EQ(described({{"TERM", "vt100"}}).palette, Palette::shades);
  EXPECT_EQ(described({{"COLORTERM", "truecolor"}, {"NO_COLOR", "1"}}).palette, Palette::shades);
  EXPECT_FALSE(described({{"NO_COLOR", "1"}}).colours);
  EXPECT_TRUE(described({{"TERM", "vt100"}}).colours);
  EXPECT_EQ(described({{"NO_COLOR", ""}}).palette, Palette::greys) << "no-color.org: not empty";
}

TEST(Terminal, KnowsUtf8UnlessItsLocaleSaysOtherwise) {
  EXPECT_TRUE(described({}).utf8);
  EXPECT_TRUE(described({{"LANG", "ko_KR.UTF-8"}}).utf8);
  EXPECT_TRUE(described({{"LANG", "en_US.utf8"}}).utf8);
  EXPECT_FALSE(described({{"LANG", "C"}}).utf8);
  EXPECT_FALSE(described({{"LANG", "ko_KR.UTF-8"}, {"LC_ALL", "ko_KR.EUC-KR"}}).utf8);
  EXPECT_TRUE(described({{"LANG", "C"}, {"LC_CTYPE", "C.UTF-8"}}).utf8);
  EXPECT_EQ(described({{"LANG", "C"}, {"COLORTERM", "truecolor"}}).palette, Palette::ascii);
}

}  // namespace
}  // namespace akin::app
