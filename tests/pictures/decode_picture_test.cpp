#include "akin/pictures/decode_picture.h"

#include <algorithm>
#include <iterator>

#include <gmock/gmock.h>

#include "support/error_of.h"
#include "support/small_pictures.h"

namespace akin::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using tests::picture_file;

Raster decoded(const char* base64) {
  return decode_picture(picture_file(base64), "picture");
}

std::vector<int> pixel(const Raster& picture, int x, int y) {
  const auto at = 4 * static_cast<std::size_t>(y * picture.width + x);
  return {picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2], picture.rgba[at + 3]};
}

/// White on the left half of a picture wider than high.
void expect_white_left(const Raster& picture, int width, int height) {
  ASSERT_EQ(picture.width, width);
  ASSERT_EQ(picture.height, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int value = x < width / 2 ? 255 : 0;
      EXPECT_THAT(pixel(picture, x, y), ElementsAre(value, value, value, 255)) << x << ", " << y;
    }
  }
}

TEST(DecodePicture, ReadsTheUsualFormats) {
  expect_white_left(decoded(tests::jpeg_white_left), 16, 8);
  expect_white_left(decoded(tests::webp_white_left), 16, 8);
  expect_white_left(decoded(tests::bmp_white_left), 4, 2);
}

TEST(DecodePicture, ReadsTheFirstFrameOfAGif) {
  const Raster picture = decoded(tests::gif_red_then_blue);
  EXPECT_THAT(pixel(picture, 0, 0), ElementsAre(255, 0, 0, 255));
  EXPECT_THAT(pixel(picture, 1, 1), ElementsAre(255, 0, 0, 255));
}

TEST(DecodePicture, ReadsKindsOfPng) {
  const Raster alpha = decoded(tests::png_with_alpha);
  EXPECT_THAT(pixel(alpha, 0, 0), ElementsAre(255, 0, 0, 255));
  EXPECT_EQ(pixel(alpha, 1, 0)[3], 0);
  EXPECT_THAT(pixel(alpha, 0, 1), ElementsAre(0, 255, 0, 255));
  const Raster palette = decoded(tests::png_with_palette);
  EXPECT_THAT(pixel(palette, 0, 0), ElementsAre(10, 20, 30, 255));
  EXPECT_THAT(pixel(palette, 1, 0), ElementsAre(200, 100, 50, 255));
  const Raster grey = decoded(tests::png_grey_with_alpha);
  EXPECT_THAT(pixel(grey, 0, 0), ElementsAre(100, 100, 100, 255));
  EXPECT_EQ(pixel(grey, 1, 0)[3], 0);
}

TEST(DecodePicture, ReducesSixteenBitsToEight) {
  const Raster picture = decoded(tests::png_of_16_bits);
  EXPECT_EQ(pixel(picture, 0, 0)[0], 0);
  EXPECT_EQ(pixel(picture, 1, 0)[0], 255);
  EXPECT_EQ(pixel(picture, 0, 1)[0], 128);
  EXPECT_EQ(pixel(picture, 1, 1)[0], 1);
}

// Turned a quarter clockwise, what was on the left is above.
TEST(DecodePicture, FollowsTheOrientation) {
  for (const char* file : {tests::jpeg_turned, tests::webp_turned, tests::png_turned}) {
    const Raster picture = decoded(file);
    ASSERT_EQ(picture.width, 8);
    ASSERT_EQ(picture.height, 16);
    EXPECT_EQ(pixel(picture, 3, 0)[0], 255);
    EXPECT_EQ(pixel(picture, 3, 7)[0], 255);
    EXPECT_EQ(pixel(picture, 3, 8)[0], 0);
    EXPECT_EQ(pixel(picture, 3, 15)[0], 0);
  }
}

// The eight cases of EXIF 2.32, told by where the white half lies.
TEST(DecodePicture, TurnsAndMirrorsAsExifSays) {
  io::Bytes file = picture_file(tests::png_turned);
  const auto at = std::search(file.begin(), file.end(), std::begin("eXIf"), std::end("eXIf") - 1);
  ASSERT_NE(at, file.end());
  // The orientation is the only 6 as a 16-bit number with the tag 0x0112 before it.
  auto value = file.end();
  for (auto i = at; i + 12 < file.end(); ++i) {
    if (i[0] == 0x12 && i[1] == 0x01) {
      value = i + 8;
      break;
    }
    if (i[0] == 0x01 && i[1] == 0x12) {
      value = i + 9;
      break;
    }
  }
  ASSERT_NE(value, file.end());
  ASSERT_EQ(*value, 6);
  const auto white_at = [&](int orientation) -> std::string {
    *value = static_cast<std::uint8_t>(orientation);
    const Raster picture = decode_picture(file, "turned");
    if (picture.width > picture.height) {
      return pixel(picture, 0, 0)[0] == 255 ? "left" : "right";
    }
    return pixel(picture, 0, 0)[0] == 255 ? "above" : "below";
  };
  EXPECT_EQ(white_at(1), "left");
  EXPECT_EQ(white_at(2), "right");
  EXPECT_EQ(white_at(3), "right");
  EXPECT_EQ(white_at(4), "left");
  EXPECT_EQ(white_at(5), "above");
  EXPECT_EQ(white_at(6), "above");
  EXPECT_EQ(white_at(7), "below");
  EXPECT_EQ(white_at(8), "below");
}

TEST(DecodePicture, ReportsOtherAndDamagedFiles) {
  const io::Bytes text = {'h', 'e', 'l', 'l', 'o'};
  EXPECT_THAT(
      error_of([&] { decode_picture(text, "a.png"); }),
      HasSubstr("expected a PNG, JPEG, WebP, BMP or GIF file, got something else in a.png"));
  io::Bytes cut = picture_file(tests::png_with_alpha);
  cut.resize(45);
  EXPECT_THAT(error_of([&] { decode_picture(cut, "a.png"); }), HasSubstr("damaged one in a.png"));
}

TEST(DecodePicture, RefusesWhatWouldTakeAllMemory) {
  io::Bytes huge = picture_file(tests::png_with_alpha);
  for (const std::size_t i : {16, 20}) {
    huge[i + 2] = 0x30;  // 12288 x 12288
    huge[i + 3] = 0;
  }
  EXPECT_THAT(error_of([&] { decode_picture(huge, "a.png"); }), HasSubstr("at most 100 million"));
}

TEST(DimensionsOf, ReadsHeaders) {
  const auto size = [](const char* file) {
    const auto dimensions = dimensions_of(picture_file(file));
    return dimensions ? std::vector<int>{dimensions->width, dimensions->height}
                      : std::vector<int>();
  };
  EXPECT_THAT(size(tests::jpeg_white_left), ElementsAre(16, 8));
  EXPECT_THAT(size(tests::jpeg_turned), ElementsAre(16, 8));
  EXPECT_THAT(size(tests::webp_white_left), ElementsAre(16, 8));
  EXPECT_THAT(size(tests::webp_turned), ElementsAre(16, 8));
  EXPECT_THAT(size(tests::bmp_white_left), ElementsAre(4, 2));
  EXPECT_THAT(size(tests::gif_red_then_blue), ElementsAre(2, 2));
  EXPECT_THAT(size(tests::png_of_16_bits), ElementsAre(2, 2));
  EXPECT_FALSE(dimensions_of(io::Bytes(40, 7)).has_value());
}

TEST(IsPictureName, IgnoresCase) {
  EXPECT_TRUE(is_picture_name("a.PNG"));
  EXPECT_TRUE(is_picture_name("holiday.Jpeg"));
  EXPECT_FALSE(is_picture_name(".png"));
  EXPECT_FALSE(is_picture_name("png"));
  EXPECT_FALSE(is_picture_name("a.tiff"));
}

}  // namespace
}  // namespace akin::pictures
