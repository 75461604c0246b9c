#include "akin/pictures/resample.h"

#include <gmock/gmock.h>

namespace akin::pictures {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// An opaque grey picture.
Raster grey(int width, int height, const std::vector<int>& values) {
  Raster picture{width, height, {}};
  for (const int value : values) {
    const auto v = static_cast<std::uint8_t>(value);
    picture.rgba.insert(picture.rgba.end(), {v, v, v, 255});
  }
  return picture;
}

std::vector<int> first_channel(const Scaled& scaled) {
  return {scaled.rgb.begin(), scaled.rgb.begin() + std::ssize(scaled.rgb) / 3};
}

TEST(Resample, AveragesTheAreaOfAPixel) {
  const Raster picture = grey(4, 2,
                              {0, 100, 255, 255,  //
                               50, 10, 255, 0});
  const Scaled scaled = resample(picture, 2, 1, Fit::crop);
  EXPECT_THAT(first_channel(scaled), ElementsAre(40, 191));  // 160 / 4; 765 / 4 = 191.25
  EXPECT_THAT(scaled.opacity, IsEmpty());
}

TEST(Resample, SharesPixelsOnTheBorderOfAreas) {
  // Three pixels to two: each takes one and a half.
  EXPECT_THAT(first_channel(resample(grey(3, 1, {30, 60, 240}), 2, 1, Fit::stretch)),
              ElementsAre(40, 180));
}

TEST(Resample, KeepsAPictureOfTheSameSize) {
  EXPECT_THAT(first_channel(resample(grey(2, 2, {1, 2, 3, 254}), 2, 2, Fit::crop)),
              ElementsAre(1, 2, 3, 254));
}

TEST(Resample, InterpolatesUpwards) {
  // Centres of the new pixels lie at -0.25, 0.25, 0.75, 1.25 of the old ones.
  EXPECT_THAT(first_channel(resample(grey(2, 1, {0, 100}), 4, 1, Fit::stretch)),
              ElementsAre(0, 25, 75, 100));
}

TEST(Resample, CropsTheCentre) {
  EXPECT_THAT(first_channel(resample(grey(4, 2, {9, 1, 2, 9, 9, 3, 4, 9}), 2, 2, Fit::crop)),
              ElementsAre(1, 2, 3, 4));
}

TEST(Resample, PadsWithTransparentBorders) {
  const Scaled scaled = resample(grey(4, 2, {8, 8, 8, 8, 8, 8, 8, 8}), 4, 4, Fit::pad);
  EXPECT_THAT(scaled.opacity,
              ElementsAre(0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0));
  EXPECT_THAT(first_channel(scaled), ElementsAre(0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0));
}

TEST(Resample, WeightsColoursByTheirOpacity) {
  // Half transparent white, whose colour beneath is red, does not become pink.
  const Raster picture{2, 1, {255, 255, 255, 255, 255, 0, 0, 0}};
  const Scaled scaled = resample(picture, 1, 1, Fit::stretch);
  EXPECT_THAT(scaled.rgb, ElementsAre(128, 128, 128));  // 255 times 1/2, rounded
  EXPECT_THAT(scaled.opacity, ElementsAre(128));
}

}  // namespace
}  // namespace akin::pictures
