#include "akin/numerics/neighbours.h"

#include <cmath>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

#include "support/error_of.h"

namespace akin::numerics {
namespace {

using testing::HasSubstr;
using tests::error_of;

Points normals(std::int64_t count, std::int64_t dimensions, const char* stream, float offset = 0) {
  Points points(count, dimensions);
  Random(1, stream).fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  return points.array() + offset;
}

std::int64_t nearest_by_definition(const Points& references, const Eigen::RowVectorXf& query) {
  Eigen::Index index = 0;
  (references.cast<double>().rowwise() - query.cast<double>())
      .rowwise()
      .squaredNorm()
      .minCoeff(&index);
  return index;
}

void expect_exact(const Points& queries, const Points& references, int threads = 0) {
  const Neighbours found = nearest(queries, references, threads);
  ASSERT_EQ(found.index.size(), static_cast<std::size_t>(queries.rows()));
  ASSERT_EQ(found.distance.size(), static_cast<std::size_t>(queries.rows()));
  for (std::int64_t i = 0; i < queries.rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto index = nearest_by_definition(references, queries.row(i));
    ASSERT_EQ(found.index[at], index) << "query " << i;
    const double distance = (references.row(index) - queries.row(i)).cast<double>().norm();
    EXPECT_NEAR(found.distance[at], distance, 1e-6 * (1 + distance));
  }
}

TEST(Nearest, ByHand) {
  Points references(3, 2);
  references << 0, 0, 3, 4, 10, 0;
  Points queries(3, 2);
  queries << 3, 3, 0, 0, 9, 0;
  const Neighbours found = nearest(queries, references);
  EXPECT_EQ(found.index, std::vector<std::int64_t>({1, 0, 2}));
  EXPECT_EQ(found.distance, std::vector<float>({1, 0, 1}));
}

// Around 16 references a panel, 256 a block; 12 queries a pass, 240 a chunk.
TEST(Nearest, IsExactWhateverTheCounts) {
  for (const std::int64_t references : {1, 15, 16, 17, 255, 256, 257, 600}) {
    expect_exact(normals(13, 7, "queries"), normals(references, 7, "references"));
  }
  for (const std::int64_t queries : {1, 11, 12, 13, 239, 240, 241}) {
    expect_exact(normals(queries, 3, "queries"), normals(300, 3, "references"));
  }
}

TEST(Nearest, IsExactInManyDimensions) {
  expect_exact(normals(50, 784, "queries"), normals(1000, 784, "references"));
}

TEST(Nearest, IsTheSameOnAnyNumberOfThreads) {
  const Points queries = normals(1000, 4, "queries");
  const Points references = normals(500, 4, "references");
  const Neighbours one = nearest(queries, references, 1);
  const Neighbours three = nearest(queries, references, 3);
  EXPECT_EQ(one.index, three.index);
  EXPECT_EQ(one.distance, three.distance);
  expect_exact(queries, references, 3);
}

TEST(Nearest, ACopyIsAtExactlyZero) {
  const Points references = normals(2000, 64, "references", 1.0F);
  const Points queries = references.middleRows(700, 500);
  const Neighbours found = nearest(queries, references);
  for (std::size_t i = 0; i < 500; ++i) {
    ASSERT_EQ(found.index[i], static_cast<std::int64_t>(700 + i));
    ASSERT_EQ(found.distance[i], 0.0F);
  }
}

// |q|^2 - 2 q.r + |r|^2 in float cannot tell these apart: |q|^2 is about 10^9, its rounding 64.
TEST(Nearest, IsExactFarFromTheOrigin) {
  expect_exact(normals(100, 8, "queries", 1e4F), normals(1000, 8, "references", 1e4F));
}

// One reference far off spoils every centring.
TEST(Nearest, IsExactBesideAnOutlier) {
  Points references = normals(1000, 8, "references");
  references.row(999).setConstant(1e6F);
  expect_exact(normals(100, 8, "queries"), references);
}

TEST(Nearest, IsExactWhereFloatOverflows) {
  Points references(2, 2);
  references << 1e30F, 0, 3e30F, 0;
  Points queries(2, 2);
  queries << 2.9e30F, 0, 0, 0;
  const Neighbours found = nearest(queries, references);
  EXPECT_EQ(found.index, std::vector<std::int64_t>({1, 0}));
  EXPECT_NEAR(found.distance[1] / 1e30F, 1, 1e-6);
}

TEST(Nearest, TakesTheLowestIndexWhereTied) {
  const Points references = normals(1, 5, "references").replicate(1000, 1);
  const Neighbours found = nearest(normals(20, 5, "queries"), references);
  EXPECT_EQ(found.index, std::vector<std::int64_t>(20, 0));
}

TEST(Nearest, NoQueryHasNoNeighbour) {
  EXPECT_TRUE(nearest(Points(0, 3), normals(5, 3, "references")).index.empty());
}

TEST(NearestOther, ByHand) {
  Points points(4, 1);
  points << 0, 1, 3, 3;
  const std::vector<std::int64_t> rows = {3, 0, 2};
  const Neighbours found = nearest_other(points, rows);
  EXPECT_EQ(found.index, std::vector<std::int64_t>({2, 1, 3}));
  EXPECT_EQ(found.distance, std::vector<float>({0, 1, 0}));
}

TEST(NearestOther, FollowsTheDefinitionOverManyBlocks) {
  Points points = normals(1000, 6, "points", 5);
  points.row(900) = points.row(3);
  std::vector<std::int64_t> rows;
  for (std::int64_t i = 0; i < 1000; i += 3) {
    rows.push_back(i);
  }
  const Neighbours found = nearest_other(points, rows, 2);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Points others = points;
    others.row(rows[i]).setConstant(1e3F);
    const std::int64_t index = nearest_by_definition(others, points.row(rows[i]));
    ASSERT_EQ(found.index[i], index) << "row " << rows[i];
    const double distance = (points.row(index) - points.row(rows[i])).cast<double>().norm();
    EXPECT_NEAR(found.distance[i], distance, 1e-6 * (1 + distance));
  }
  EXPECT_EQ(found.distance[1], 0.0F);
}

TEST(NearestOther, NamesWhatDoesNotFit) {
  const Points three = normals(3, 2, "points");
  const std::vector<std::int64_t> row = {0};
  const std::vector<std::int64_t> beyond = {3};
  EXPECT_THAT(error_of([&] { nearest_other(three.topRows(1), row); }), HasSubstr("got 1"));
  EXPECT_THAT(error_of([&] { nearest_other(three, beyond); }), HasSubstr("0 to 2, got 3"));
  EXPECT_THAT(error_of([&] { nearest_other(three * NAN, row); }), HasSubstr("finite"));
  EXPECT_TRUE(nearest_other(three, {}).index.empty());
}

TEST(Nearest, NamesWhatDoesNotFit) {
  const Points three = normals(4, 3, "points");
  EXPECT_THAT(error_of([&] { nearest(three, normals(4, 2, "points")); }), HasSubstr("got 3 and 2"));
  EXPECT_THAT(error_of([&] { nearest(three, Points(0, 3)); }), HasSubstr("got none"));
  Points broken = three;
  broken(2, 1) = std::nanf("");
  EXPECT_THAT(error_of([&] { nearest(broken, three); }), HasSubstr("finite"));
  EXPECT_THAT(error_of([&] { nearest(three, broken); }), HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::numerics
