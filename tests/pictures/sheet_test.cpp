#include "akin/pictures/sheet.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

/// `count` white images of 4 x 4.
std::vector<std::uint8_t> white_images(int count) {
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(16 * count), 255);
  return pixels;
}

constexpr Colour sheet_white = {255, 255, 255};

int count_white(const Picture& picture) {
  int count = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      count += picture.at(x, y) == sheet_white ? 1 : 0;
    }
  }
  return count;
}

TEST(Sheet, ShowsEveryImageWhole) {
  for (const int count : {1, 2, 7, 10}) {
    const auto pixels = white_images(count);
    const Picture picture = sheet({pixels, 4, 4}, {});
    EXPECT_EQ(count_white(picture), count * 8 * 8);
  }
}

TEST(Sheet, HasAMarginAndTheGapsAskedFor) {
  const auto pixels = white_images(4);
  SheetOptions options;
  options.columns = 2;
  options.scale = 1;
  options.gap = 3;
  const Picture picture = sheet({pixels, 4, 4}, options);
  // Two cells of 4, a gap of 3; pixels more than one gap apart are cells of different columns.
  int first = 0;
  const int row = picture.height() / 2 - 3;
  while (picture.at(first, row) != sheet_white) {
    ++first;
  }
  EXPECT_GE(first, 8);
  EXPECT_EQ(picture.at(first + 3, row), sheet_white);
  EXPECT_NE(picture.at(first + 4, row), sheet_white);
  EXPECT_NE(picture.at(first + 6, row), sheet_white);
  EXPECT_EQ(picture.at(first + 7, row), sheet_white);
}

TEST(Sheet, MakesRoomForItsWords) {
  const auto pixels = white_images(4);
  SheetOptions options;
  options.columns = 4;
  const Picture bare = sheet({pixels, 4, 4}, options);
  options.captions = {"one", "a much longer caption", "three", "four"};
  const Picture with_captions = sheet({pixels, 4, 4}, options);
  EXPECT_GE(with_captions.width(), 4 * Picture::text_width("a much longer caption", 14));
  options.title = "A title of quite a few words that has to be broken into lines";
  options.row_labels = {"label"};
  const Picture with_all = sheet({pixels, 4, 4}, options);
  EXPECT_GT(with_captions.height(), bare.height());
  EXPECT_GT(with_all.height(), with_captions.height());
  EXPECT_GT(with_all.width(), with_captions.width());
  EXPECT_EQ(count_white(with_all), 4 * 8 * 8);  // no word lies over an image
}

TEST(PairSheet, StacksEachPair) {
  const auto above = white_images(3);
  const std::vector<std::uint8_t> below(above.size(), 0);
  SheetOptions options;
  options.columns = 3;
  options.scale = 1;
  const Picture picture = pair_sheet({above, 4, 4}, {below, 4, 4}, options);
  EXPECT_EQ(count_white(picture), 3 * 16);
  const auto fewer = white_images(2);
  EXPECT_THROW((void)pair_sheet({above, 4, 4}, {fewer, 4, 4}, options), Error);
}

TEST(Sheet, RefusesNothingAndTooMuch) {
  EXPECT_THROW((void)sheet({}, {}), Error);
  const auto pixels = white_images(2);
  SheetOptions options;
  options.captions = {"only one"};
  EXPECT_THROW((void)sheet({pixels, 4, 4}, options), Error);
  options.captions.clear();
  options.scale = 100000;
  EXPECT_THROW((void)sheet({pixels, 4, 4}, options), Error);
}

TEST(HalfBlocks, PutTwoRowsIntoALine) {
  Picture picture(2, 2);
  picture.set(0, 0, {255, 0, 0});
  picture.set(1, 0, {255, 0, 0});
  picture.set(0, 1, {0, 0, 9});
  EXPECT_EQ(half_blocks(picture, 80, true),
            "\x1b[38;2;255;0;0m\x1b[48;2;0;0;9m\u2580\x1b[48;2;0;0;0m\u2580\x1b[0m\n");
}

TEST(HalfBlocks, ShrinkByMeansAndUseTheGreyRamp) {
  Picture picture(4, 4);
  picture.draw_rectangle(0, 0, 4, 2, {200, 200, 200});
  picture.draw_rectangle(0, 0, 4, 1, {255, 255, 255});
  // Above the mean of 255 and 200, 228 rounded: code 232 + (228 - 3) / 10 = 254; black below.
  EXPECT_EQ(half_blocks(picture, 2, false), "\x1b[38;5;254m\x1b[48;5;16m\u2580\u2580\x1b[0m\n");
  EXPECT_THROW((void)half_blocks(picture, 0, true), Error);
}

}  // namespace
}  // namespace akin::pictures
