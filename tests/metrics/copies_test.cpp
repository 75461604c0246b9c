#include "akin/metrics/copies.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/points.h"

namespace akin::metrics {
namespace {

using numerics::nearest;
using numerics::Points;
using testing::HasSubstr;
using tests::error_of;
using tests::normal_points;
using tests::on_a_line;
using Distances = std::vector<float>;

/// count, count - 1, ..., 1
Distances falling(std::size_t count) {
  Distances distances(count);
  std::iota(distances.rbegin(), distances.rend(), 1.0F);
  return distances;
}

// Nearer than 99.9 % of 2000: below the third, since 1998 are not.
TEST(CopyRate, ByHand) {
  const CopyRate found = copy_rate(Distances{0, 2.5, 3, 3.5}, falling(2000));
  EXPECT_EQ(found.threshold, 3);
  EXPECT_DOUBLE_EQ(found.share, 0.5);
}

TEST(CopyRate, OfTheTestPointsThemselvesIsAThousandth) {
  EXPECT_DOUBLE_EQ(copy_rate(falling(10000), falling(10000)).share, 0.001);
  EXPECT_DOUBLE_EQ(copy_rate(falling(1999), falling(1999)).share, 1.0 / 1999);
}

TEST(CopyRate, OfFewTestPointsIsMeasuredByTheNearest) {
  const CopyRate found = copy_rate(Distances{4, 5, 6, 7}, Distances{9, 5, 8});
  EXPECT_EQ(found.threshold, 5);
  EXPECT_DOUBLE_EQ(found.share, 0.25);
}

// Two of 1000 test points are training points: nothing is closer than they are.
TEST(CopyRate, SaysNothingWhereTestPointsAreCopies) {
  Distances test = falling(1000);
  test[3] = test[4] = 0;
  const CopyRate found = copy_rate(Distances{0, 0, 1}, test);
  EXPECT_EQ(found.threshold, 0);
  EXPECT_EQ(found.share, 0);
}

TEST(CopyRate, NamesWhatIsWrong) {
  const Distances one = {1};
  EXPECT_THAT(error_of([&] { copy_rate({}, one); }), HasSubstr("of samples, got none"));
  EXPECT_THAT(error_of([&] { copy_rate(one, {}); }), HasSubstr("of test points, got none"));
  EXPECT_THAT(error_of([&] { copy_rate(Distances{NAN}, one); }), HasSubstr("got NaN"));
}

Authenticity of(const Points& samples, const Points& training, int threads = 0) {
  return authenticity(nearest(samples, training), training, threads);
}

// Training 0, 2, 10: nearest others at 2, 2, 8. Of -3 (3 > 2) and 21 (11 > 8) yes; of -2 (a tie),
// 2.5 and 10 (a copy) no.
TEST(Authenticity, ByHand) {
  const Authenticity found = of(on_a_line({-3, -2, 2.5, 21, 10}), on_a_line({0, 2, 10}));
  EXPECT_DOUBLE_EQ(found.share, 0.4);
  EXPECT_EQ(found.anchors, 3);
}

TEST(Authenticity, AroundATrainingPointThatStandsThereTwice) {
  EXPECT_DOUBLE_EQ(of(on_a_line({1, 1.1F}), on_a_line({1, 1, 5})).share, 0.5);
}

TEST(Authenticity, OfCopiesIsNoneAndOfNoiseAll) {
  const Points training = normal_points(2000, 8, "training");
  EXPECT_EQ(of(training.topRows(500), training).share, 0);
  EXPECT_LT(of(training + normal_points(2000, 8, "noise", 0.05F), training).share, 0.01);
  EXPECT_EQ(of(normal_points(500, 8, "far", 1, 100), training).share, 1);
}

// Fresh points are about as often farther from t* than its neighbours as not.
TEST(Authenticity, FallsByTheShareOfExactCopies) {
  const Points training = normal_points(2000, 8, "training");
  const Points fresh = normal_points(1000, 8, "fresh");
  const double share = of(fresh, training).share;
  EXPECT_GT(share, 0.4);
  EXPECT_LT(share, 0.8);
  const Points planted = plant_copies(fresh, training, {.share = 0.2}).points;
  EXPECT_NEAR(of(planted, training).share, 0.8 * share, 0.02);
}

TEST(Authenticity, IsTheSameOnAnyNumberOfThreads) {
  const Points training = normal_points(1000, 8, "training");
  const Points fresh = normal_points(700, 8, "fresh");
  EXPECT_EQ(of(fresh, training, 1).share, of(fresh, training, 2).share);
}

TEST(Authenticity, NamesWhatIsWrong) {
  const Points two = on_a_line({0, 1});
  EXPECT_THAT(error_of([&] { authenticity({}, two); }), HasSubstr("got 0 and 0"));
  EXPECT_THAT(error_of([&] { authenticity({{0, 1}, {0}}, two); }), HasSubstr("got 2 and 1"));
  EXPECT_THAT(error_of([&] { authenticity({{2}, {0}}, two); }), HasSubstr("0 to 1, got 2"));
  EXPECT_THAT(error_of([&] { authenticity({{0}, {0}}, on_a_line({0})); }), HasSubstr("got 1"));
}

TEST(PlantCopies, ReplacesTheShareByExactCopies) {
  const Points points = normal_points(1000, 3, "points");
  const Points training = normal_points(500, 3, "training");
  const PlantedCopies planted = plant_copies(points, training, {.share = 0.05});
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

TEST(PlantCopies, AddsTheNoiseAskedFor) {
  const Points training = normal_points(1000, 20, "training");
  const PlantedCopies planted = plant_copies(training, training, {.share = 1, .noise = 0.1});
  double squares = 0;
  for (std::size_t i = 0; i < planted.rows.size(); ++i) {
    squares += static_cast<double>(
        (planted.points.row(planted.rows[i]) - training.row(planted.sources[i])).squaredNorm());
  }
  EXPECT_NEAR(std::sqrt(squares / 20000), 0.1, 0.002);
}

TEST(PlantCopies, IsAFunctionOfTheSeedAndGrowsWithTheShare) {
  const Points points = normal_points(200, 2, "points");
  const Points training = normal_points(100, 2, "training");
  const PlantedCopies some = plant_copies(points, training, {0.1, 0.2, 7});
  const PlantedCopies more = plant_copies(points, training, {0.3, 0.2, 7});
  EXPECT_TRUE(std::equal(some.rows.begin(), some.rows.end(), more.rows.begin()));
  for (const std::int64_t row : some.rows) {
    EXPECT_EQ(some.points.row(row), more.points.row(row));
  }
  EXPECT_EQ(plant_copies(points, training, {0.1, 0.2, 7}).points, some.points);
  EXPECT_NE(plant_copies(points, training, {0.1, 0.2, 8}).points, some.points);
}

TEST(PlantCopies, RepeatsSourcesWhereTheyAreFew) {
  const PlantedCopies planted = plant_copies(Points::Zero(10, 1), Points::Ones(3, 1), {.share = 1});
  EXPECT_EQ(planted.points, Points::Ones(10, 1));
}

TEST(PlantCopies, OfNoShareChangesNothing) {
  const Points points = normal_points(20, 2, "points");
  const PlantedCopies planted = plant_copies(points, Points(0, 2), {.share = 0});
  EXPECT_EQ(planted.points, points);
  EXPECT_TRUE(planted.rows.empty());
}

TEST(PlantCopies, NamesWhatIsWrong) {
  const Points two = Points::Zero(2, 2);
  EXPECT_THAT(error_of<UsageError>([&] { plant_copies(two, two, {.share = 1.1}); }),
              HasSubstr("[share]"));
  EXPECT_THAT(error_of<UsageError>([&] { plant_copies(two, two, {.noise = -1}); }),
              HasSubstr("[noise]"));
  EXPECT_THAT(error_of([&] { plant_copies(two, Points::Zero(2, 3), {}); }),
              HasSubstr("got 2 and 3"));
  EXPECT_THAT(error_of([&] { plant_copies(two, Points(0, 2), {.share = 1}); }),
              HasSubstr("got none"));
}

}  // namespace
}  // namespace akin::metrics
