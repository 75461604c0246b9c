#include "akin/data/strokes.h"

#include <cmath>

#include <gmock/gmock.h>

namespace akin::data {
namespace {

TEST(Spline, IsStraightBetweenTwoKnots) {
  const auto points = spline({{{0, 0}}, {{4, 2}}}, 4);
  ASSERT_EQ(points.size(), 5U);
  for (int i = 0; i <= 4; ++i) {
    EXPECT_NEAR(points[static_cast<std::size_t>(i)].x, i, 1e-12);
    EXPECT_NEAR(points[static_cast<std::size_t>(i)].y, 0.5 * i, 1e-12);
  }
}

TEST(Spline, PassesThroughItsKnotsAndKeepsCorners) {
  const auto smooth = spline({{{0, 0}}, {{1, 1}}, {{2, 0}}}, 2);
  ASSERT_EQ(smooth.size(), 5U);
  EXPECT_NEAR(smooth[2].x, 1, 1e-12);
  EXPECT_NEAR(smooth[2].y, 1, 1e-12);
  EXPECT_GT(smooth[1].y, 0.5);  // above the chord
  const auto sharp = spline({{{0, 0}}, {{1, 1}, true}, {{2, 0}}}, 2);
  EXPECT_NEAR(sharp[1].x, 0.5, 1e-12);
  EXPECT_NEAR(sharp[1].y, 0.5, 1e-12);
}

TEST(Spline, IsEmptyForFewerThanTwoKnots) {
  EXPECT_TRUE(spline({}, 3).empty());
  EXPECT_TRUE(spline({{{1, 1}}}, 3).empty());
}

TEST(DrawStroke, CoversPixelsByDistance) {
  // A horizontal line at y = 2.5, through the centres of row 2, radius 1, edge 1 pixel wide.
  std::vector<double> ink(25);
  draw_stroke({{{1.5, 2.5}, 1}, {{3.5, 2.5}, 1}}, 1, 5, ink);
  EXPECT_DOUBLE_EQ(ink[2 * 5 + 2], 1);    // on the line
  EXPECT_DOUBLE_EQ(ink[1 * 5 + 2], 0.5);  // at distance 1: on the edge
  EXPECT_DOUBLE_EQ(ink[0 * 5 + 2], 0);    // at distance 2
  EXPECT_DOUBLE_EQ(ink[2 * 5 + 0], 0.5);  // one beyond the end
  EXPECT_NEAR(ink[1 * 5 + 0], 0.5 + 1 - std::sqrt(2.0), 1e-12);
}

TEST(DrawStroke, ClipsAtTheEdges) {
  std::vector<double> ink(9);
  draw_stroke({{{-5, 1.5}, 1}, {{9, 1.5}, 1}}, 1, 3, ink);
  EXPECT_DOUBLE_EQ(ink[3], 1);
  EXPECT_DOUBLE_EQ(ink[5], 1);
}

TEST(Numerals, HaveSeveralVariantsInTheirBox) {
  for (int digit = 0; digit < 10; ++digit) {
    EXPECT_GE(numerals(digit).size(), 2U) << digit;
    for (const Numeral& way : numerals(digit)) {
      EXPECT_GT(way.weight, 0);
      for (const auto& stroke : way.strokes) {
        EXPECT_GE(stroke.size(), 2U) << digit;
        for (const Knot& knot : stroke) {
          EXPECT_TRUE(knot.at.x >= 0 && knot.at.x <= 100 && knot.at.y >= 0 && knot.at.y <= 100);
        }
      }
    }
  }
}

}  // namespace
}  // namespace akin::data
