#include "akin/pictures/picture.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

constexpr Colour white = {255, 255, 255};
constexpr Colour red = {255, 0, 0};

TEST(Picture, StartsWithItsBackground) {
  const Picture picture(3, 2, red);
  EXPECT_EQ(picture.width(), 3);
  EXPECT_EQ(picture.height(), 2);
  EXPECT_EQ(picture.at(2, 1), red);
}

TEST(Picture, RejectsInvalidSizes) {
  EXPECT_THROW(Picture(0, 1), Error);
  EXPECT_THROW(Picture(1, 16385), Error);
}

TEST(DrawGrey, ScalesAndClips) {
  Picture picture(4, 3, red);
  const std::vector<std::uint8_t> grey = {10, 20};
  picture.draw_image(grey, {1, 2}, -1, 1, 2);
  EXPECT_EQ(picture.at(0, 1), (Colour{10, 10, 10}));  // half of the first square is clipped
  EXPECT_EQ(picture.at(2, 2), (Colour{20, 20, 20}));
  EXPECT_EQ(picture.at(3, 1), red);
  EXPECT_EQ(picture.at(0, 0), red);
  EXPECT_THROW(picture.draw_image(grey, {2, 2}, 0, 0), Error);
}

TEST(DrawDisc, CoversPixelsByDistance) {
  Picture picture(9, 9);
  picture.draw_disc(4.5, 4.5, 2, white);
  EXPECT_EQ(picture.at(4, 4), white);
  EXPECT_EQ(picture.at(6, 4), (Colour{128, 128, 128}));  // its centre is on the edge: one half
  EXPECT_EQ(picture.at(7, 4), Colour{});
  picture.draw_disc(-100, 1e9, 5, white);  // beyond the edges: nothing
}

TEST(DrawText, StaysInItsWidthAndHeight) {
  const int width = Picture::text_width("Digit 7", 16);
  EXPECT_GT(width, 30);
  EXPECT_LT(width, 90);
  EXPECT_GT(Picture::text_width("Digit 7 and more", 16), width);
  EXPECT_EQ(Picture::text_width("", 16), 0);
  Picture picture(width + 20, 36);
  picture.draw_text("Digit 7", 10, 10, 16, white);
  int ink = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      if (picture.at(x, y) != Colour{}) {
        ++ink;
        EXPECT_TRUE(x >= 9 && x <= 10 + width && y >= 10 && y < 27) << x << ' ' << y;
      }
    }
  }
  EXPECT_GT(ink, 50);
}

TEST(DrawPicture, CopiesAndClips) {
  Picture small(2, 2, white);
  small.set(0, 0, {1, 2, 3});
  Picture picture(4, 3);
  picture.draw_picture(small, 3, 1);
  EXPECT_EQ(picture.at(3, 1), (Colour{1, 2, 3}));
  EXPECT_EQ(picture.at(3, 2), white);
  EXPECT_EQ(picture.at(2, 1), Colour{});
  picture.draw_picture(small, -1, -1);
  EXPECT_EQ(picture.at(0, 0), white);
  EXPECT_EQ(picture.at(1, 0), Colour{});
}

TEST(DrawText, IsClippedAtTheEdges) {
  Picture picture(6, 6);
  picture.draw_text("MMMM", -8, -4, 14, white);
  int ink = 0;
  for (int i = 0; i < 36; ++i) {
    ink += picture.at(i % 6, i / 6) == Colour{} ? 0 : 1;
  }
  EXPECT_GT(ink, 0);
}

}  // namespace
}  // namespace akin::pictures
