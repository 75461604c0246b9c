#include "akin/data/binarise.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace akin::data {
namespace {

std::vector<std::uint8_t> binarised(std::vector<std::uint8_t> pixels, std::uint64_t seed) {
  Random random(seed, "binarise");
  binarise(pixels, random);
  return pixels;
}

TEST(Binarise, BlackAndWhiteStay) {
  std::vector<std::uint8_t> pixels(2000);
  std::fill(pixels.begin() + 1000, pixels.end(), 255);
  EXPECT_EQ(binarised(pixels, 1), pixels);
}

TEST(Binarise, GreyIsWhiteAsOftenAsItIsBright) {
  for (const int grey : {1, 51, 128, 254}) {
    const auto pixels =
        binarised(std::vector<std::uint8_t>(100000, static_cast<std::uint8_t>(grey)), 1);
    const auto white = std::count(pixels.begin(), pixels.end(), 255);
    EXPECT_EQ(white + std::count(pixels.begin(), pixels.end(), 0), 100000);
    EXPECT_NEAR(static_cast<double>(white) / 100000, grey / 255.0, 0.008);  // five standard errors
  }
}

TEST(Binarise, FollowsTheUniformNumbers) {
  Random random(3, "binarise");
  std::vector<std::uint8_t> expected(50);
  for (auto& pixel : expected) {
    pixel = random.uniform() < 100 / 255.0 ? 255 : 0;
  }
  EXPECT_EQ(binarised(std::vector<std::uint8_t>(50, 100), 3), expected);
  EXPECT_NE(binarised(std::vector<std::uint8_t>(50, 100), 4), expected);
}

}  // namespace
}  // namespace akin::data
