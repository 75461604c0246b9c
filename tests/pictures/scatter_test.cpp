#include "akin/pictures/scatter.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace akin::pictures
