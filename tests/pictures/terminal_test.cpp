#include "akin/pictures/terminal.h"

#include <gtest/gtest.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

TEST(HalfBlocks, ShowTwoRowsPerLine) {
  Picture picture(2, 2);
  picture.set(0, 0, {255, 0, 0});
  picture.set(1, 0, {255, 0, 0});
  picture.set(0, 1, {0, 0, 9});
  EXPECT_EQ(half_blocks(picture, 80, true),
            "\x1b[38;2;255;0;0m\x1b[48;2;0;0;9m\u2580\x1b[48;2;0;0;0m\u2580\x1b[0m\n");
}

TEST(HalfBlocks, AverageWhenScalingAndUseTheGreyRamp) {
  Picture picture(4, 4);
  picture.draw_rectangle(0, 0, 4, 2, {200, 200, 200});
  picture.draw_rectangle(0, 0, 4, 1, {255, 255, 255});
  // Above the mean of 255 and 200, 228 rounded: code 232 + (228 - 3) / 10 = 254; black below.
  EXPECT_EQ(half_blocks(picture, 2, false), "\x1b[38;5;254m\x1b[48;5;16m\u2580\u2580\x1b[0m\n");
  EXPECT_THROW((void)half_blocks(picture, 0, true), Error);
}

}  // namespace
}  // namespace akin::pictures
