#include "akin/pictures/scatter.h"

#include <gtest/gtest.h>

#include "akin/base/require.h"
#include "akin/pictures/palette.h"

namespace akin::pictures {
namespace {

int darker_than_paper(const Picture& picture, int left, int right) {
  int count = 0;
  for (int y = 30; y < picture.height() - 12; ++y) {
    for (int x = left; x < right; ++x) {
      count += picture.at(x, y).r < 150 ? 1 : 0;
    }
  }
  return count;
}

TEST(Scatter, DrawsEachPanelsPointsWhereTheyLie) {
  Scatter scatter(1.0, 100);
  scatter.add("left", {-0.5F, 0.0F});
  scatter.add("none", {5.0F, 5.0F});  // outside what is shown
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

TEST(Scatter, ColoursPointsByClassAndNamesThemBesideThePanel) {
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

TEST(Scatter, MakesRoomForManyNames) {
  Scatter few(1.0, 100);
  few.add("", {0, 0}, {0}, std::vector<std::string>(4, "name"));
  Scatter many(1.0, 100);
  many.add("", {0, 0}, {0}, std::vector<std::string>(9, "name"));  // four a column
  EXPECT_EQ(many.picture().height(), few.picture().height());
  EXPECT_GE(many.picture().width() - few.picture().width(), 2 * Picture::text_width("name", 16));
}

TEST(Scatter, RefusesClassesThatDoNotFitThePoints) {
  Scatter scatter(1.0);
  EXPECT_THROW(scatter.add("", {0, 0, 1, 1}, {0}, {"a"}), Error);
  EXPECT_THROW(scatter.add("", {0, 0}, {1}, {"a"}), Error);
  EXPECT_THROW(scatter.add("", {0, 0}, {-1}, {"a"}), Error);
}

}  // namespace
}  // namespace akin::pictures
