#include "akin/metrics/kid.h"

#include <cmath>

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

// k(x, y) = (xy + 1)^3. Off-diagonal Kxx: k(0, 1) = 1, twice; Kyy: k(1, 2) = 27, twice; Kxy:
// k(0, 1) = 1, k(0, 2) = 1, k(1, 1) = 8, k(1, 2) = 27. 56 / 2 - 2 * 37 / 4.
TEST(Kid, ByHand) {
  const Kid found = kid(on_a_line({0, 1}), on_a_line({1, 2}));
  EXPECT_DOUBLE_EQ(found.mean, 9.5);
  EXPECT_EQ(found.standard_error, 0);
  EXPECT_EQ(found.subsets, 1);
  EXPECT_EQ(found.subset_size, 2);
}

// In 2 dimensions products are halved: k = (1 + 1)^3 of (1, 1) with itself.
TEST(Kid, DividesByTheDimensions) {
  const Points ones = Points::Ones(3, 2);
  const Points zeros = Points::Zero(3, 2);
  EXPECT_DOUBLE_EQ(kid(ones, zeros).mean, 8 + 1 - 2);
}

/// The definition, in double, over all of both sets.
double by_definition(const Points& x, const Points& y) {
  const auto kernel = [](const Points& a, const Points& b) {
    const Eigen::MatrixXd products = a.cast<double>() * b.cast<double>().transpose();
    return Eigen::MatrixXd((products.array() / static_cast<double>(a.cols()) + 1).cube());
  };
  const auto m = static_cast<double>(x.rows());
  const Eigen::MatrixXd xx = kernel(x, x);
  const Eigen::MatrixXd yy = kernel(y, y);
  return (xx.sum() - xx.trace() + yy.sum() - yy.trace()) / (m * (m - 1)) -
         2 * kernel(x, y).sum() / (m * m);
}

TEST(Kid, FollowsTheDefinitionOverManyBlocks) {
  const Points x = normal_points(300, 20, "x", 1, 1);
  const Points y = normal_points(300, 20, "y", 1.2F, 1);
  EXPECT_NEAR(kid(x, y).mean, by_definition(x, y), 1e-6);
}

TEST(Kid, DrawsSubsetsOfTheSmallerSetsSize) {
  const Points x = normal_points(50, 3, "x");
  const Kid found = kid(x, normal_points(80, 3, "y"), {.subsets = 7});
  EXPECT_EQ(found.subset_size, 50);
  EXPECT_EQ(found.subsets, 7);
  EXPECT_GT(found.standard_error, 0);
}

// The mean of n subsets is m_n, so subset n is n m_n - (n - 1) m_(n-1).
TEST(Kid, ItsErrorIsThatOfTheMean) {
  const Points x = normal_points(50, 3, "x");
  const Points y = normal_points(80, 3, "y");
  const auto mean = [&](std::int64_t subsets) {
    return subsets == 0 ? 0 : kid(x, y, {.subsets = subsets}).mean;
  };
  double squares = 0;
  for (std::int64_t n = 1; n <= 4; ++n) {
    const double subset =
        static_cast<double>(n) * mean(n) - static_cast<double>(n - 1) * mean(n - 1);
    squares += (subset - mean(4)) * (subset - mean(4));
  }
  EXPECT_NEAR(kid(x, y, {.subsets = 4}).standard_error, std::sqrt(squares / (3 * 4)), 1e-9);
}

TEST(Kid, IsAboutZeroForEqualDistributionsAndNotForOthers) {
  const KidOptions options{.subsets = 20, .subset_size = 500};
  const Points real = normal_points(3000, 8, "real");
  const Kid same = kid(real, normal_points(3000, 8, "same"), options);
  EXPECT_LT(std::abs(same.mean), 15 * same.standard_error);
  const Kid wide = kid(real, normal_points(3000, 8, "wide", 2), options);
  EXPECT_GT(wide.mean, 50 * same.standard_error);
  const Kid off = kid(real, normal_points(3000, 8, "off", 1, 1), options);
  EXPECT_GT(off.mean, 50 * same.standard_error);
}

TEST(Kid, IsTheSameOnAnyNumberOfThreadsAndAFunctionOfTheSeed) {
  const Points x = normal_points(300, 5, "x");
  const Points y = normal_points(400, 5, "y");
  const auto mean = [&](std::uint64_t seed, int threads) {
    return kid(x, y, {10, 100, seed, threads}).mean;
  };
  EXPECT_EQ(mean(1, 1), mean(1, 2));
  EXPECT_NE(mean(1, 1), mean(2, 1));
}

TEST(Kid, NamesWhatIsWrong) {
  const Points two = normal_points(4, 2, "points");
  EXPECT_THAT(error_of<UsageError>([&] { kid(two, two, {.subsets = 0}); }), HasSubstr("[subsets]"));
  EXPECT_THAT(error_of<UsageError>([&] { kid(two, two, {.subset_size = 1}); }),
              HasSubstr("[subset_size]"));
  EXPECT_THAT(error_of([&] { kid(two, two.topRows(1)); }), HasSubstr("got 4 and 1"));
  EXPECT_THAT(error_of([&] { kid(two, normal_points(4, 3, "points")); }), HasSubstr("got 2 and 3"));
  EXPECT_THAT(error_of([&] { kid(two, two.array() * NAN); }), HasSubstr("finite"));
}

}  // namespace
}  // namespace akin::metrics
