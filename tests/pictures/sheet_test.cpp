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

TEST(Sheet, ShowsEveryImageInFull) {
  for (const int count : {1, 2, 7, 10}) {
    const auto pixels = white_images(count);
    const Picture picture = sheet({pixels, 4, 4}, {});
    EXPECT_EQ(count_white(picture), count * 8 * 8);
  }
}

TEST(Sheet, HasAMarginAndTheGivenGaps) {
  const auto pixels = white_images(4);
  SheetOptions options;
  options.columns = 2;
  options.scale = 1;
  options.gap = 3;
  const Picture picture = sheet({pixels, 4, 4}, options);
  // Two cells of 4, a gap of 3; white pixels further apart than a gap are in different columns.
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

TEST(Sheet, MakesSpaceForItsText) {
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
  EXPECT_EQ(count_white(with_all), 4 * 8 * 8);  // no text covers an image
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

TEST(Sheet, RejectsInvalidArguments) {
  EXPECT_THROW((void)sheet({}, {}), Error);
  const auto pixels = white_images(2);
  SheetOptions options;
  options.captions = {"only one"};
  EXPECT_THROW((void)sheet({pixels, 4, 4}, options), Error);
  options.captions.clear();
  options.scale = 100000;
  EXPECT_THROW((void)sheet({pixels, 4, 4}, options), Error);
}

}  // namespace
}  // namespace akin::pictures
