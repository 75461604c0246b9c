#include "akin/training/health.h"

#include <limits>

#include <gmock/gmock.h>

#include "support/error_of.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;
using torch::tensor;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(Health, MetricsMustBeFinite) {
  EXPECT_NO_THROW(
      require_finite(StepMetrics{{"d_loss", tensor(1.F)}, {"g_loss", tensor(-1e30F)}}, 3));
  for (const float bad : {nan, infinity, -infinity}) {
    EXPECT_THAT(
        error_of([&] {
          require_finite(StepMetrics{{"d_loss", tensor(1.F)}, {"g_loss", tensor(bad)}}, 123);
        }),
        AllOf(HasSubstr("in g_loss at step 123"), HasSubstr("try a lower --lr")));
  }
}

TEST(Health, WeightsMustBeFinite) {
  nn::NamedTensors weights = {{"a", torch::zeros({3})}, {"count", tensor(3)}};
  EXPECT_NO_THROW(require_finite(weights, 3));
  weights["a"][1] = nan;
  EXPECT_THAT(error_of([&] { require_finite(weights, 7); }), HasSubstr("in a at step 7"));
}

TEST(Health, VarietyIsTheMeanDistanceByHand) {
  // A triangle with sides 3, 4 and 5.
  const auto items = tensor({0.F, 0.F, 3.F, 0.F, 0.F, 4.F}).view({3, 1, 1, 2});
  EXPECT_NEAR(variety(items), 4, 1e-6);
  EXPECT_EQ(variety(torch::ones({5, 1, 2, 2})), 0);
}

TEST(Health, CollapseIsLessThanHalfTheVariety) {
  EXPECT_FALSE(collapse_warning(10, 10));
  EXPECT_FALSE(collapse_warning(5, 10));
  EXPECT_FALSE(collapse_warning(0, 0));
  const auto warning = collapse_warning(4.2, 10);
  ASSERT_TRUE(warning);
  EXPECT_THAT(*warning, AllOf(HasSubstr("only 42 % as much"), HasSubstr("--seed")));
}

}  // namespace
}  // namespace akin
