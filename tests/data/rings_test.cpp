#include "akin/data/rings.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::data {
namespace {

TEST(Rings, PointsWithoutSpreadAreAtTheCentres) {
  const Rings rings{4, 0};
  const auto points = rings.points(200, 1);
  ASSERT_EQ(points.size(), 400U);
  for (std::size_t i = 0; i < points.size(); i += 2) {
    // The four centres are (+-1, 0) and (0, +-1).
    EXPECT_NEAR(std::abs(points[i]) + std::abs(points[i + 1]), 1, 1e-6);
  }
  EXPECT_EQ(rings.points(200, 1), points);
  EXPECT_NE(rings.points(200, 2), points);
  EXPECT_NE(rings.points(200, 1, 1), points);
}

TEST(Rings, OwnSamplesFit) {
  // A 2-D normal has within 3 standard deviations 1 - exp(-9/2) = 98.89 %.
  const Rings rings;
  const auto fit = rings.fit(rings.points(20000, 3));
  EXPECT_EQ(fit.modes, 8);
  EXPECT_NEAR(fit.near, 0.9889, 0.003);
}

TEST(Rings, CountsModesHitAndPointsNear) {
  const Rings rings{4, 0.1};
  // On (1, 0); within 0.3 of (0, -1); too far from any; at the origin; not a number.
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto fit = rings.fit({1, 0, 0.1F, -1.2F, -1.31F, 0, 0, 0, nan, 0});
  EXPECT_EQ(fit.modes, 2);
  EXPECT_DOUBLE_EQ(fit.near, 0.4);
  EXPECT_EQ(rings.fit({}).modes, 0);
}

TEST(Rings, RejectInvalidArguments) {
  EXPECT_THROW((void)Rings({0, 0.1}).points(1, 0), UsageError);
  EXPECT_THROW((void)Rings({8, -1}).points(1, 0), UsageError);
  EXPECT_THROW((void)Rings().fit({1, 2, 3}), Error);
}

}  // namespace
}  // namespace akin::data
