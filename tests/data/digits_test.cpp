#include "akin/data/digits.h"

#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::data {
namespace {

std::vector<std::uint8_t> copy(std::span<const std::uint8_t> pixels) {
  return {pixels.begin(), pixels.end()};
}

TEST(Digits, DependOnSeedAndIndexOnly) {
  // 1500 images use several threads, 20 use one.
  const Images many = digits(1500, 5);
  const Images few = digits(20, 5);
  const Images others = digits(20, 6);
  int equal = 0;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(copy(many.pixels(i)), copy(few.pixels(i)));
    EXPECT_EQ(many.label(i), few.label(i));
    equal += copy(others.pixels(i)) == copy(few.pixels(i)) ? 1 : 0;
  }
  EXPECT_EQ(equal, 0);
}

TEST(Digits, AreBalancedInEveryBlockOfTen) {
  const Images images = digits(200, 1);
  for (std::int64_t block = 0; block < 20; ++block) {
    EXPECT_THAT(images.slice(10 * block, 10 * block + 10).class_counts(), testing::Each(1));
  }
  EXPECT_EQ(images.class_names()[7], "7");
}

TEST(Digits, AreAllDifferent) {
  const Images images = digits(1000, 2);
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) {
    const auto pixels = images.pixels(i);
    all.emplace(pixels.begin(), pixels.end());
  }
  EXPECT_EQ(all.size(), 1000U);
}

struct Ink {
  double mass = 0;
  double x = 0;
  double y = 0;
  int left = 28, right = -1, top = 28, bottom = -1;
};

Ink measure(std::span<const std::uint8_t> pixels) {
  Ink ink;
  for (int i = 0; i < 28 * 28; ++i) {
    const double v = pixels[static_cast<std::size_t>(i)];
    const int row = i / 28;
    const int column = i % 28;
    ink.mass += v;
    ink.x += v * (column + 0.5);
    ink.y += v * (row + 0.5);
    if (v > 127) {
      ink.left = std::min(ink.left, column);
      ink.right = std::max(ink.right, column);
      ink.top = std::min(ink.top, row);
      ink.bottom = std::max(ink.bottom, row);
    }
  }
  ink.x /= ink.mass;
  ink.y /= ink.mass;
  return ink;
}

TEST(Digits, AreNormalisedLikeMnist) {
  const Images images = digits(1000, 3);
  double mass = 0;
  for (int i = 0; i < 1000; ++i) {
    const Ink ink = measure(images.pixels(i));
    mass += ink.mass;
    // Shifts by whole pixels leave an error of at most half a pixel.
    EXPECT_NEAR(ink.x, 14, 0.51);
    EXPECT_NEAR(ink.y, 14, 0.51);
    const int side = std::max(ink.right - ink.left, ink.bottom - ink.top) + 1;
    EXPECT_NEAR(side, 20, 1.1);
  }
  // MNIST's training images have a mean of 33.3 of 255.
  EXPECT_NEAR(mass / 1000 / (28 * 28), 33.3, 3);
}

TEST(Digits, RejectInvalidCounts) {
  EXPECT_THROW((void)digits(0, 1), UsageError);
  EXPECT_THROW((void)digits(std::int64_t{1} << 40, 1), UsageError);
}

}  // namespace
}  // namespace akin::data
