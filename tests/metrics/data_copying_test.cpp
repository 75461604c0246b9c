#include "akin/metrics/data_copying.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/metrics/copies.h"

#include "support/error_of.h"
#include "support/points.h"

namespace akin::metrics {
namespace {

using numerics::Points;
using testing::HasSubstr;
using tests::error_of;
using tests::normal_points;
using tests::on_a_line;

// Pairs with a > b: 2 beats 1; 5 beats 1, 2, 4; the tie of 2 and 2 counts one half: U = 4.5 of
// n m = 8, wherefore (4.5 - 3.5) / sqrt(8 * 7 / 12) with m = 2 and n = 4.
TEST(MannWhitney, ByHand) {
  EXPECT_DOUBLE_EQ(mann_whitney_z({2, 5}, {4, 1, 9, 2}), 1 / std::sqrt(8.0 * 7 / 12));
}

TEST(MannWhitney, OfTiesOnlyIsTheShift) {
  EXPECT_DOUBLE_EQ(mann_whitney_z({3, 3}, {3, 3}), 0.5 / std::sqrt(4.0 * 5 / 12));
}

// One cell, training 0 and 10. Test 1, 2, 9: L = 1, 2, 1; generated 0, 10, 3, 5: L = 0, 0, 3, 5.
// U = 3 + 3 of n m = 12: Z = (6 - 5.5) / sqrt(12 * 8 / 12).
TEST(DataCopying, ByHand) {
  const DataCopyingTest test(on_a_line({0, 10}), on_a_line({1, 2, 9}),
                             {.cells = 1, .few_generated = 3});
  const DataCopying found = test.score(on_a_line({0, 10, 3, 5}));
  ASSERT_TRUE(found.statistic);
  EXPECT_DOUBLE_EQ(*found.statistic, 0.5 / std::sqrt(8.0));
  EXPECT_DOUBLE_EQ(found.test_mass, 1);
}

// Cells around 0 and 100. L counts within the cell: to 49 the nearest training point is 1, not 90,
// though 49 to 90 is less than 49 to -1.
TEST(DataCopying, WeighsCellsByTheirTestPoints) {
  const Points training = on_a_line({-1, 1, 99, 101});
  const DataCopyingTest test(training, on_a_line({1, 2, 3, 99}), {.cells = 2, .few_generated = 1});
  const DataCopying found = test.score(on_a_line({1, 1, 90, 90}));
  ASSERT_EQ(found.cells.size(), 2);
  const auto& low = found.cells[test.centroids()(0, 0) > 50 ? 1 : 0];
  const auto& high = found.cells[test.centroids()(0, 0) > 50 ? 0 : 1];
  EXPECT_EQ(low.test, 3);
  EXPECT_EQ(high.test, 1);
  // L of the test points 0, 1, 2 against 0, 0: U = 1 of 6; then 9, 9 against 0: U = 2 of 2.
  ASSERT_TRUE(low.z && high.z);
  EXPECT_DOUBLE_EQ(*low.z, (1 - 2.5) / std::sqrt(6.0 * 6 / 12));
  EXPECT_DOUBLE_EQ(*high.z, (2 - 0.5) / std::sqrt(2.0 * 4 / 12));
  EXPECT_DOUBLE_EQ(*found.statistic, (3 * *low.z + *high.z) / 4);
  EXPECT_DOUBLE_EQ(found.standard_error, std::sqrt(3.0 * 3 + 1) / 4);
}

TEST(DataCopying, LeavesOutCellsWithFewPoints) {
  const Points training = on_a_line({-1, 1, 99, 101});
  const DataCopyingTest test(training, on_a_line({1, 2, 3, 99}), {.cells = 2, .few_generated = 2});
  const DataCopying found = test.score(on_a_line({1, 1, 1, 90, 90}));
  EXPECT_DOUBLE_EQ(found.test_mass, 0.75);
  EXPECT_EQ(std::count_if(found.cells.begin(), found.cells.end(),
                          [](const auto& cell) { return cell.z.has_value(); }),
            1);
  const DataCopying none = test.score(on_a_line({1}));
  EXPECT_FALSE(none.statistic);
  EXPECT_EQ(none.test_mass, 0);
}

TEST(DataCopying, RepeatedTrainingPointsMayLeaveACellEmpty) {
  const DataCopyingTest test(on_a_line({0, 0, 0, 5}), on_a_line({0, 1, 5}),
                             {.cells = 3, .few_generated = 0});
  EXPECT_DOUBLE_EQ(test.score(on_a_line({0, 4, 5})).test_mass, 1);
}

/// 50 cells, 3000 training, 2000 test points of 4 dimensions.
const DataCopyingTest& fifty_cells() {
  static const DataCopyingTest test(normal_points(3000, 4, "training"),
                                    normal_points(2000, 4, "test"));
  return test;
}

double score(const Points& generated) {
  return fifty_cells().score(generated).statistic.value();
}

// A z of every cell, about independent and of variance 1, averaged: sd 1 / sqrt(50) = 0.14, plus
// what the cells' unequal weights and the common test points add.
TEST(DataCopying, IsAboutZeroForPointsDrawnAlike) {
  const Points training = normal_points(3000, 4, "training");
  Eigen::VectorXd scores(40);
  for (std::int64_t i = 0; i < scores.size(); ++i) {
    const Points test = normal_points(2000, 4, fmt::format("test {}", i));
    const DataCopyingTest null(training, test, {.seed = static_cast<std::uint64_t>(i)});
    const DataCopying found = null.score(normal_points(2000, 4, fmt::format("generated {}", i)));
    EXPECT_GT(found.test_mass, 0.7);
    scores[i] = found.statistic.value();
  }
  EXPECT_NEAR(scores.mean(), 0, 0.08);
  EXPECT_NEAR(std::sqrt((scores.array() - scores.mean()).square().mean()), 0.15, 0.05);
}

TEST(DataCopying, IsFarBelowZeroForCopiesExactOrNoisy) {
  const Points training = normal_points(3000, 4, "training");
  const Points exact = training.topRows(2000);
  EXPECT_LT(score(exact), -5);
  EXPECT_LT(score(exact + normal_points(2000, 4, "noise", 0.02F)), -4);
}

TEST(DataCopying, IsFarAboveZeroForUnderfittedPoints) {
  EXPECT_GT(score(normal_points(2000, 4, "wide", 2)), 2);
}

TEST(DataCopying, FallsWithTheShareOfCopies) {
  const Points training = normal_points(3000, 4, "training");
  const Points fresh = normal_points(2000, 4, "fresh");
  double before = score(fresh);
  for (const double share : {0.05, 0.2, 0.5}) {
    const double now = score(plant_copies(fresh, training, {.share = share}).points);
    EXPECT_LT(now, before - 0.1) << share;
    before = now;
  }
}

TEST(DataCopying, IsTheSameOnAnyNumberOfThreads) {
  const Points training = normal_points(1000, 4, "training");
  const Points test = normal_points(500, 4, "test");
  const Points generated = normal_points(800, 4, "generated");
  const auto with = [&](int threads) {
    return DataCopyingTest(training, test, {.cells = 10, .threads = threads}).score(generated);
  };
  EXPECT_EQ(with(1).statistic, with(2).statistic);
}

TEST(DataCopying, NamesWhatIsWrong) {
  const Points ten = normal_points(10, 2, "points");
  const auto with = [](std::int64_t cells, std::int64_t few) {
    return DataCopyingOptions{.cells = cells, .few_generated = few};
  };
  EXPECT_THAT(error_of<UsageError>([&] { DataCopyingTest(ten, ten, with(0, 1)); }),
              HasSubstr("[cells]"));
  EXPECT_THAT(error_of<UsageError>([&] { DataCopyingTest(ten, ten, with(2, -1)); }),
              HasSubstr("[few_generated]"));
  EXPECT_THAT(error_of([&] { DataCopyingTest(ten, ten); }), HasSubstr("10 points for 50"));
  EXPECT_THAT(error_of([&] { DataCopyingTest(ten, ten.topRows(0), with(2, 1)); }),
              HasSubstr("got 10 and 0"));
  const DataCopyingTest test(ten, ten, with(2, 1));
  EXPECT_THAT(error_of([&] { (void)test.score(normal_points(5, 3, "points")); }),
              HasSubstr("got 3 and 2"));
  EXPECT_THAT(error_of([&] { (void)test.score(ten * NAN); }), HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::metrics
