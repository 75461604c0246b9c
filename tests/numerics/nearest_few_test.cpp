#include "akin/numerics/nearest_few.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/numerics/distance_tiles.h"

#include "support/error_of.h"
#include "support/points.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;
using tests::normal_points;
using tests::on_a_line;

void expect_by_definition(const Points& points, std::int64_t k, int threads = 0) {
  const SquaredDistances found = nearest_few(points, k, threads);
  ASSERT_EQ(found.rows(), points.rows());
  ASSERT_EQ(found.cols(), k);
  for (std::int64_t i = 0; i < points.rows(); ++i) {
    std::vector<double> others;
    for (std::int64_t j = 0; j < points.rows(); ++j) {
      if (j != i) {
        others.push_back(squared_distance(points, i, points, j));
      }
    }
    std::sort(others.begin(), others.end());
    for (std::int64_t n = 0; n < k; ++n) {
      ASSERT_EQ(found(i, n), others[static_cast<std::size_t>(n)]) << i << ", " << n;
    }
  }
}

TEST(NearestFew, ByHand) {
  SquaredDistances expected(4, 2);
  expected << 1, 9, 1, 4, 4, 9, 16, 36;
  EXPECT_EQ(nearest_few(on_a_line({0, 1, 3, 7}), 2), expected);
}

// Tiles are of 128 queries and 512 references.
TEST(NearestFew, AreExactWhateverTheCounts) {
  for (const std::int64_t count : {4, 127, 128, 129, 511, 512, 513, 700}) {
    expect_by_definition(normal_points(count, 3, "points"), 3);
  }
  expect_by_definition(normal_points(150, 100, "points"), 5, 2);
}

TEST(NearestFew, ADuplicateIsANeighbourAtZero) {
  const Points points = normal_points(300, 8, "points", 1, 1).replicate(2, 1);
  const SquaredDistances found = nearest_few(points, 2);
  EXPECT_EQ(found.col(0).maxCoeff(), 0);
  EXPECT_GT(found.col(1).minCoeff(), 0);
  expect_by_definition(points, 3);
}

TEST(NearestFew, AreExactWhereFloatCannotTell) {
  expect_by_definition(normal_points(200, 8, "points", 1, 1e5F), 4);
  Points outlier = normal_points(200, 8, "points");
  outlier.row(7).setConstant(1e6F);
  expect_by_definition(outlier, 4);
  expect_by_definition(normal_points(50, 3, "points", 1e25F), 4);  // squares overflow
}

TEST(NearestFew, NameWhatIsWrong) {
  const Points three = normal_points(3, 2, "points");
  EXPECT_THAT(error_of<UsageError>([&] { nearest_few(three, 0); }), HasSubstr("got 0"));
  EXPECT_THAT(error_of([&] { nearest_few(three, 3); }), HasSubstr("more than 3 points"));
  EXPECT_THAT(error_of([&] { nearest_few(three * NAN, 1); }), HasSubstr("finite"));
}

// The tiles cover the matrix once, and no number is off by more than its slack.
TEST(DistanceTiles, AreTheMatrixWithinTheirSlack) {
  const Points queries = normal_points(300, 20, "queries", 2, 3);
  const Points references = normal_points(1100, 20, "references", 1, 3);
  Eigen::MatrixXi seen = Eigen::MatrixXi::Zero(300, 1100);
  each_distance_tile(queries, references, 2, [&](const DistanceTile& tile) {
    for (std::int64_t i = 0; i < tile.queries; ++i) {
      for (std::int64_t j = 0; j < tile.references; ++j) {
        const std::int64_t q = tile.first_query + i;
        const std::int64_t r = tile.first_reference + j;
        ++seen(q, r);
        const double exact = squared_distance(queries, q, references, r);
        const auto squared = static_cast<double>(tile.squared[i * tile.references + j]);
        EXPECT_LE(std::abs(squared - exact), static_cast<double>(tile.slack[i]));
        EXPECT_LT(tile.slack[i], 0.01);
      }
    }
  });
  EXPECT_EQ(seen.minCoeff(), 1);
  EXPECT_EQ(seen.maxCoeff(), 1);
}

TEST(DistanceTiles, RoundUp) {
  EXPECT_EQ(rounded_up(0.5), 0.5F);
  EXPECT_GE(static_cast<double>(rounded_up(0.1)), 0.1);
  EXPECT_GE(static_cast<double>(rounded_up(1.0 / 3)), 1.0 / 3);
  EXPECT_LT(rounded_up(1.0 / 3), 0.33334F);
}

}  // namespace
}  // namespace akin::numerics
