#include "akin/metrics/plant.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/points.h"

namespace akin::metrics {
namespace {

using numerics::Points;
using testing::HasSubstr;
using tests::error_of;
using tests::normal_points;

TEST(Plant, ReplacesTheShareByExactCopies) {
  const Points points = normal_points(1000, 3, "points");
  const Points training = normal_points(500, 3, "training");
  const Planted planted = plant(points, training, {.share = 0.05});
  ASSERT_EQ(planted.rows.size(), 50);
  EXPECT_EQ(std::set(planted.rows.begin(), planted.rows.end()).size(), 50);
  EXPECT_EQ(std::set(planted.sources.begin(), planted.sources.end()).size(), 50);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(planted.points.row(planted.rows[i]), training.row(planted.sources[i]));
  }
  std::int64_t changed = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    changed += planted.points.row(i) == points.row(i) ? 0 : 1;
  }
  EXPECT_EQ(changed, 50);
}

TEST(Plant, AddsTheNoiseAskedFor) {
  const Points training = normal_points(1000, 20, "training");
  const Planted planted = plant(training, training, {.share = 1, .noise = 0.1});
  double squares = 0;
  for (std::size_t i = 0; i < planted.rows.size(); ++i) {
    squares += static_cast<double>(
        (planted.points.row(planted.rows[i]) - training.row(planted.sources[i])).squaredNorm());
  }
  EXPECT_NEAR(std::sqrt(squares / 20000), 0.1, 0.002);
}

TEST(Plant, IsAFunctionOfTheSeedAndGrowsWithTheShare) {
  const Points points = normal_points(200, 2, "points");
  const Points training = normal_points(100, 2, "training");
  const Planted some = plant(points, training, {0.1, 0.2, 7});
  const Planted more = plant(points, training, {0.3, 0.2, 7});
  EXPECT_TRUE(std::equal(some.rows.begin(), some.rows.end(), more.rows.begin()));
  for (const std::int64_t row : some.rows) {
    EXPECT_EQ(some.points.row(row), more.points.row(row));
  }
  EXPECT_EQ(plant(points, training, {0.1, 0.2, 7}).points, some.points);
  EXPECT_NE(plant(points, training, {0.1, 0.2, 8}).points, some.points);
}

TEST(Plant, RepeatsSourcesWhereTheyAreFew) {
  const Planted planted = plant(Points::Zero(10, 1), Points::Ones(3, 1), {.share = 1});
  EXPECT_EQ(planted.points, Points::Ones(10, 1));
}

TEST(Plant, OfNoShareChangesNothing) {
  const Points points = normal_points(20, 2, "points");
  const Planted planted = plant(points, Points(0, 2), {.share = 0});
  EXPECT_EQ(planted.points, points);
  EXPECT_TRUE(planted.rows.empty());
}

TEST(Plant, NamesWhatIsWrong) {
  const Points two = Points::Zero(2, 2);
  EXPECT_THAT(error_of<UsageError>([&] { plant(two, two, {.share = 1.1}); }), HasSubstr("[share]"));
  EXPECT_THAT(error_of<UsageError>([&] { plant(two, two, {.noise = -1}); }), HasSubstr("[noise]"));
  EXPECT_THAT(error_of([&] { plant(two, Points::Zero(2, 3), {}); }), HasSubstr("got 2 and 3"));
  EXPECT_THAT(error_of([&] { plant(two, Points(0, 2), {.share = 1}); }), HasSubstr("got none"));
}

}  // namespace
}  // namespace akin::metrics
