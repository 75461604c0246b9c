#include "akin/pictures/terminal.h"

#include <gtest/gtest.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

TEST(TerminalPreview, ShowsTwoRowsPerLineAsHalfBlocks) {
  Picture picture(2, 2);
  picture.set(0, 0, {255, 0, 0});
  picture.set(1, 0, {255, 0, 0});
  picture.set(0, 1, {0, 0, 9});
  EXPECT_EQ(terminal_preview(picture, 80, Palette::true_colour),
            "\x1b[38;2;255;0;0m\x1b[48;2;0;0;9m\u2580\x1b[48;2;0;0;0m\u2580\x1b[0m\n");
}

TEST(TerminalPreview, AveragesWhenScalingAndUsesTheGreyRamp) {
  Picture picture(4, 4);
  picture.draw_rectangle(0, 0, 4, 2, {200, 200, 200});
  picture.draw_rectangle(0, 0, 4, 1, {255, 255, 255});
  // Above the mean of 255 and 200, 228 rounded: code 232 + (228 - 3) / 10 = 254; black below.
  EXPECT_EQ(terminal_preview(picture, 2, Palette::greys),
            "\x1b[38;5;254m\x1b[48;5;16m\u2580\u2580\x1b[0m\n");
  EXPECT_THROW((void)terminal_preview(picture, 0, Palette::ascii), Error);
}

TEST(TerminalPreview, WithoutColoursHasCharactersAsBrightAsTheirPixels) {
  Picture picture(3, 3);  // black, white, and white above black; a last row of white alone
  picture.draw_rectangle(1, 0, 1, 2, {255, 255, 255});
  picture.draw_rectangle(2, 0, 1, 1, {255, 255, 255});
  picture.draw_rectangle(0, 2, 3, 1, {255, 255, 255});
  // 127 of 256 is the fifth of ten characters, and the third of five.
  EXPECT_EQ(terminal_preview(picture, 80, Palette::ascii), " @=\n===\n");
  EXPECT_EQ(terminal_preview(picture, 80, Palette::shades), " \u2588\u2592\n\u2592\u2592\u2592\n");
}

}  // namespace
}  // namespace akin::pictures
