#include "akin/metrics/neighbourhoods.h"

#include <cmath>
#include <vector>

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
using tests::on_a_line;
using tests::stacked;

// k = 1. Real 0, 1, 3, 7: radii 1, 1, 2, 4. Generated 2, 5, 100: radii 3, 3, 95.
// Precision: 2 lies on the edge of 1's ball, 5 on that of 3's; 100 is outside of all: 2/3.
// Recall: within 3 of 2 lie 0, 1, 3; within 3 of 5 lies 7; all.
// Density, edges excluded: 2 is inside 3's ball only, 5 inside 7's only: 2 / (1 * 3).
// Coverage: of 3 and 7: 2/4.
TEST(Neighbourhoods, ByHand) {
  const Neighbourhoods found =
      neighbourhoods(on_a_line({0, 1, 3, 7}), on_a_line({2, 5, 100}), {1, 1, 0});
  EXPECT_DOUBLE_EQ(found.precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(found.recall, 1);
  EXPECT_DOUBLE_EQ(found.density, 2.0 / 3);
  EXPECT_DOUBLE_EQ(found.coverage, 0.5);
}

// Every ball of radius 0 holds its own copies, with its edge.
TEST(Neighbourhoods, DuplicatesMakeBallsOfRadiusZero) {
  const Points fours = on_a_line({1, 1, 1, 1, 5, 5, 5, 5});
  const Neighbourhoods same = neighbourhoods(fours, fours, {3, 3, 0});
  EXPECT_EQ(same.precision, 1);
  EXPECT_EQ(same.recall, 1);
  EXPECT_EQ(same.density, 0);
  EXPECT_EQ(same.coverage, 0);
  const Neighbourhoods beside = neighbourhoods(fours, fours.array() + 1, {3, 3, 0});
  EXPECT_EQ(beside.precision, 0);
  EXPECT_EQ(beside.recall, 0);
}

/// The definition, in double, with whole matrices.
Neighbourhoods by_definition(const Points& real, const Points& generated, std::size_t k,
                             std::size_t coverage_k) {
  const auto distances = [](const Points& a, const Points& b) {
    Eigen::MatrixXd result(a.rows(), b.rows());
    for (std::int64_t i = 0; i < a.rows(); ++i) {
      for (std::int64_t j = 0; j < b.rows(); ++j) {
        result(i, j) = (a.row(i).cast<double>() - b.row(j).cast<double>()).squaredNorm();
      }
    }
    return result;
  };
  const auto radius = [&](const Points& own, std::int64_t i, std::size_t nth) {
    const Eigen::MatrixXd row = distances(own.row(i), own);
    std::vector<double> sorted(row.data(), row.data() + row.size());
    std::sort(sorted.begin(), sorted.end());
    return sorted[nth];  // the point itself is the first
  };
  const Eigen::MatrixXd d = distances(real, generated);
  Eigen::ArrayXXd precise(d.rows(), d.cols());
  Eigen::ArrayXXd recalled = precise;
  Eigen::ArrayXXd dense = precise;
  for (std::int64_t i = 0; i < d.rows(); ++i) {
    precise.row(i) = (d.row(i).array() <= radius(real, i, k)).cast<double>();
    dense.row(i) = (d.row(i).array() < radius(real, i, coverage_k)).cast<double>();
  }
  for (std::int64_t j = 0; j < d.cols(); ++j) {
    recalled.col(j) = (d.col(j).array() <= radius(generated, j, k)).cast<double>();
  }
  return {precise.colwise().maxCoeff().mean(), recalled.rowwise().maxCoeff().mean(),
          dense.sum() / static_cast<double>(coverage_k) / static_cast<double>(d.cols()),
          dense.rowwise().maxCoeff().mean()};
}

void expect_equal(const Neighbourhoods& a, const Neighbourhoods& b) {
  EXPECT_DOUBLE_EQ(a.precision, b.precision);
  EXPECT_DOUBLE_EQ(a.recall, b.recall);
  EXPECT_DOUBLE_EQ(a.density, b.density);
  EXPECT_DOUBLE_EQ(a.coverage, b.coverage);
}

// Over several tiles, with whole numbers for many ties and with copies among the generated.
TEST(Neighbourhoods, FollowTheDefinitionTiesIncluded) {
  const Points real = normal_points(600, 4, "real", 2).array().round();
  const Points generated =
      stacked(normal_points(300, 4, "generated", 2).array().round(), real.topRows(50));
  expect_equal(neighbourhoods(real, generated), by_definition(real, generated, 3, 5));
  const Points fine = normal_points(550, 4, "fine", 1.5F, 1e3F);
  const Points copies = stacked(normal_points(300, 4, "others", 2, 1e3F), fine.topRows(50));
  expect_equal(neighbourhoods(fine, copies, {2, 7, 2}), by_definition(fine, copies, 2, 7));
}

// coverage 1 - 2^-5 = 0.969, density 1.
TEST(Neighbourhoods, OfEqualDistributions) {
  const Neighbourhoods found =
      neighbourhoods(normal_points(3000, 8, "real"), normal_points(3000, 8, "generated"));
  EXPECT_NEAR(found.coverage, 0.969, 0.01);
  EXPECT_NEAR(found.density, 1, 0.05);
  EXPECT_GT(found.precision, 0.85);
  EXPECT_NEAR(found.recall, found.precision, 0.03);
}

TEST(Neighbourhoods, OfASetWithItself) {
  const Points real = normal_points(1000, 8, "real");
  const Neighbourhoods found = neighbourhoods(real, real);
  EXPECT_EQ(found.precision, 1);
  EXPECT_EQ(found.recall, 1);
  EXPECT_EQ(found.coverage, 1);
  // A ball holds its own centre and 4 neighbours; the 5th is on its edge.
  EXPECT_DOUBLE_EQ(found.density, 1);
}

TEST(Neighbourhoods, OfDisjointSets) {
  const Points real = normal_points(500, 8, "real");
  expect_equal(neighbourhoods(real, normal_points(500, 8, "far", 1, 100)), {0, 0, 0, 0});
}

// Twenty blobs far apart, of which the generated have ten.
TEST(Neighbourhoods, OfHalfTheModes) {
  Points real = normal_points(2000, 4, "real");
  Points generated = normal_points(1000, 4, "generated");
  for (std::int64_t i = 0; i < 2000; ++i) {
    real.row(i).array() += static_cast<float>(i % 20) * 100;
    generated.row(i / 2).array() += i % 2 == 0 ? static_cast<float>(i / 2 % 10) * 100 : 0;
  }
  const Neighbourhoods found = neighbourhoods(real, generated);
  EXPECT_GT(found.precision, 0.8);
  EXPECT_NEAR(found.recall, 0.42, 0.08);
  EXPECT_NEAR(found.density, 1, 0.1);
  EXPECT_NEAR(found.coverage, 0.48, 0.03);
}

// One real point far off has a ball that holds all noise: precision alone would praise it.
TEST(Neighbourhoods, OfNoiseInAnOutliersBall) {
  Points real = normal_points(1000, 8, "real");
  real.row(999).setConstant(50);
  const Points noise = normal_points(1000, 8, "noise", 0.1F, 40);
  const Neighbourhoods found = neighbourhoods(real, noise);
  EXPECT_EQ(found.precision, 1);
  EXPECT_EQ(found.recall, 0);
  EXPECT_EQ(found.coverage, 0.001);
}

TEST(Neighbourhoods, AreTheSameOnAnyNumberOfThreads) {
  const Points real = normal_points(700, 6, "real");
  const Points generated = normal_points(900, 6, "generated", 1.1F);
  expect_equal(neighbourhoods(real, generated, {3, 5, 1}),
               neighbourhoods(real, generated, {3, 5, 2}));
}

TEST(Neighbourhoods, NameWhatIsWrong) {
  const Points six = normal_points(6, 2, "points");
  EXPECT_THAT(error_of<UsageError>([&] {
                neighbourhoods(six, six, {0, 5, 0});
              }),
              HasSubstr("[overlap_neighbours]"));
  EXPECT_THAT(error_of<UsageError>([&] {
                neighbourhoods(six, six, {3, 0, 0});
              }),
              HasSubstr("[coverage_neighbours]"));
  EXPECT_THAT(error_of([&] { neighbourhoods(six, six.topRows(5)); }),
              HasSubstr("at least 6 points in each set, got 6 and 5"));
  EXPECT_THAT(error_of([&] { neighbourhoods(six, normal_points(6, 3, "points")); }),
              HasSubstr("got 2 and 3"));
  EXPECT_THAT(error_of([&] { neighbourhoods(six, six * INFINITY); }), HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::metrics
