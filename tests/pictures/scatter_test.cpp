#include "akin/pictures/scatter.h"

#include <cmath>

#include <gtest/gtest.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

double palette_distance(Colour a, Colour b) {
  return std::hypot(a.r - b.r, a.g - b.g, a.b - b.b);
}

TEST(ClassColour, DistinguishesClassesAndBackground) {
  for (const std::size_t classes : {1U, 2U, 10U, 11U, 47U}) {
    const double least = classes <= 10 ? 50 : 15;
    for (std::size_t i = 0; i < classes; ++i) {
      const Colour one = class_colour(static_cast<std::int64_t>(i), classes);
      EXPECT_GT(palette_distance(one, {250, 250, 248}), 100) << i;
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_GT(palette_distance(one, class_colour(static_cast<std::int64_t>(j), classes)), least)
            << i << " and " << j << " of " << classes;
      }
    }
  }
}

TEST(ClassColour, HuesStartWithRed) {
  EXPECT_EQ(class_colour(0, 12), (Colour{215, 0, 0}));
  EXPECT_EQ(class_colour(4, 12), (Colour{0, 215, 0}));
  EXPECT_EQ(class_colour(10, 12), (Colour{215, 0, 215}));
  EXPECT_EQ(class_colour(1, 12), (Colour{130, 65, 0}));
}

TEST(ClassColour, RejectsInvalidClasses) {
  EXPECT_THROW((void)class_colour(-1, 10), Error);
  EXPECT_THROW((void)class_colour(10, 10), Error);
  EXPECT_THROW((void)class_colour(0, 0), Error);
}

int darker_than_paper(const Picture& picture, int left, int right) {
  int count = 0;
  for (int y = 30; y < picture.height() - 12; ++y) {
    for (int x = left; x < right; ++x) {
      count += picture.at(x, y).r < 150 ? 1 : 0;
    }
  }
  return count;
}

TEST(Scatter, DrawsThePointsOfEachPanel) {
  Scatter scatter(1.0, 100);
  scatter.add("left", {-0.5F, 0.0F});
  scatter.add("none", {5.0F, 5.0F});  // outside the panel
  const Picture picture = scatter.picture();
  ASSERT_EQ(picture.width(), 8 + 2 * 108);
  EXPECT_GT(darker_than_paper(picture, 8 + 20, 8 + 30), 0);  // a quarter into the first panel
  EXPECT_EQ(darker_than_paper(picture, 8 + 40, 8 + 98), 0);
  EXPECT_EQ(darker_than_paper(picture, 116 + 2, 116 + 98), 0);
}

/// Pixels of exactly this colour with x in [left, right).
int of_colour(const Picture& picture, Colour colour, int left, int right) {
  int count = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = left; x < right; ++x) {
      count += picture.at(x, y) == colour ? 1 : 0;
    }
  }
  return count;
}

TEST(Scatter, ColoursPointsByClassWithALegend) {
  Scatter scatter(1.0, 100);
  scatter.add("classes", {-0.5F, 0.0F, 0.5F, 0.0F}, {1, 0}, {"zero", "one", "two"});
  const Picture picture = scatter.picture();
  const auto count = [&](std::int64_t one, int left, int right) {
    return of_colour(picture, class_colour(one, 3), left, right);
  };
  EXPECT_GT(count(1, 8 + 20, 8 + 30), 0);
  EXPECT_EQ(count(1, 8 + 40, 8 + 98), 0);
  EXPECT_GT(count(0, 8 + 70, 8 + 80), 0);
  const int legend = 8 + 108;
  ASSERT_GT(picture.width(), legend + Picture::text_width("three", 16));
  for (std::int64_t one = 0; one < 3; ++one) {
    EXPECT_GT(count(one, legend, picture.width()), 30);
  }
}

TEST(Scatter, MakesSpaceForManyNames) {
  Scatter few(1.0, 100);
  few.add("", {0, 0}, {0}, std::vector<std::string>(4, "name"));
  Scatter many(1.0, 100);
  many.add("", {0, 0}, {0}, std::vector<std::string>(9, "name"));  // four a column
  EXPECT_EQ(many.picture().height(), few.picture().height());
  EXPECT_GE(many.picture().width() - few.picture().width(), 2 * Picture::text_width("name", 16));
}

TEST(Scatter, RejectsClassesThatDoNotMatchThePoints) {
  Scatter scatter(1.0);
  EXPECT_THROW(scatter.add("", {0, 0, 1, 1}, {0}, {"a"}), Error);
  EXPECT_THROW(scatter.add("", {0, 0}, {1}, {"a"}), Error);
  EXPECT_THROW(scatter.add("", {0, 0}, {-1}, {"a"}), Error);
}

}  // namespace
}  // namespace akin::pictures
