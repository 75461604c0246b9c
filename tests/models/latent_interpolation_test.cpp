#include "akin/models/latent_interpolation.h"

#include <cmath>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/tensors.h"

namespace akin {
namespace {

using torch::tensor;

TEST(Slerp, ByHandBetweenAxes) {
  const auto from = tensor({1.F, 0.F, 2.F, 0.F}).view({2, 2});
  const auto to = tensor({0.F, 1.F, 0.F, 4.F}).view({2, 2});
  const auto half = tests::elements(slerp(from, to, 0.5));
  const double root = std::sqrt(0.5);
  EXPECT_THAT(half, testing::Pointwise(testing::FloatNear(1e-5F),
                                       {root, root, 3 * root, 3 * root}));  // lengths 1 and 3
  const auto third = tests::elements(slerp(from, to, 1.0 / 3));
  EXPECT_NEAR(third[0], std::sqrt(3) / 2, 1e-5);  // 30 degrees
  EXPECT_NEAR(third[1], 0.5, 1e-5);
}

TEST(Slerp, BeginsAndEndsAtItsEnds) {
  const auto from = tests::normal({4, 50}, 1);
  const auto to = tests::normal({4, 50}, 2);
  EXPECT_TRUE(torch::allclose(slerp(from, to, 0), from, 1e-5, 1e-5));
  EXPECT_TRUE(torch::allclose(slerp(from, to, 1), to, 1e-5, 1e-5));
}

TEST(Slerp, KeepsTheLengthOfEqualLengths) {
  const auto unit = [](const torch::Tensor& x) { return x / x.norm(2, 1, true); };
  const auto from = unit(tests::normal({4, 50}, 1));
  const auto to = unit(tests::normal({4, 50}, 2));
  for (const double t : {0.1, 0.5, 0.7}) {
    EXPECT_THAT(tests::elements(slerp(from, to, t).norm(2, 1)),
                testing::Each(testing::FloatNear(1, 1e-5F)));
  }
}

TEST(Slerp, OfOnePointIsThatPoint) {
  const auto x = tests::normal({4, 50}, 1);
  EXPECT_TRUE(torch::allclose(slerp(x, x, 0.3), x, 1e-4, 1e-4));
}

TEST(LatentInterpolation, IsAClosedLoopThroughItsCorners) {
  const LatentInterpolation walk(3, 20, 4, 1);
  EXPECT_EQ(walk.at(0).sizes(), at::IntArrayRef({3, 20}));
  for (const double corner : {1.0, 2.0, 3.0, 4.0}) {
    const double before = std::nextafter(corner, 0);
    EXPECT_TRUE(torch::allclose(walk.at(before), walk.at(corner), 1e-4, 1e-4)) << corner;
    EXPECT_FALSE(torch::allclose(walk.at(corner - 1), walk.at(corner), 1e-1, 1e-1)) << corner;
  }
  EXPECT_TRUE(torch::equal(walk.at(4), walk.at(0)));
}

TEST(LatentInterpolation, IsAFunctionOfItsSeed) {
  const LatentInterpolation walk(2, 5, 3, 1);
  EXPECT_TRUE(torch::equal(walk.at(1.3), LatentInterpolation(2, 5, 3, 1).at(1.3)));
  EXPECT_FALSE(torch::equal(walk.at(1.3), LatentInterpolation(2, 5, 3, 2).at(1.3)));
}

TEST(LatentInterpolation, NeedsTwoCorners) {
  EXPECT_THROW(LatentInterpolation(1, 5, 1, 1), UsageError);
  EXPECT_THROW(LatentInterpolation(0, 5, 3, 1), UsageError);
}

}  // namespace
}  // namespace akin
