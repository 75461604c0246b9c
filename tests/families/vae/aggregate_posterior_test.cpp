#include "akin/families/vae/aggregate_posterior.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin {
namespace {

using testing::HasSubstr;
using tests::error_of;
using torch::Tensor;

/// 200 codes around (-5, 0) of class 0, then 200 around (5, 3) of class 1; standard deviation 0.1.
Tensor two_clouds() {
  const Tensor centres = torch::tensor({{-5.F, 0.F}, {5.F, 3.F}}).repeat_interleave(200, 0);
  return centres + 0.1 * tests::normal({400, 2});
}

Tensor cloud_labels() {
  return torch::arange(2).repeat_interleave(200);
}

TEST(AggregatePosterior, DrawsFromTheDistributionOfTheCodes) {
  const auto fitted = fit_aggregate_posterior(two_clouds(), {}, 0, {.components = 2});
  ASSERT_EQ(fitted.mixtures().size(), 1U);
  Random random(1);
  const Tensor drawn = fitted.draw(2000, random);
  EXPECT_EQ(drawn.sizes(), at::IntArrayRef({2000, 2}));
  const Tensor right = drawn.select(1, 0) > 0;
  EXPECT_NEAR(right.to(torch::kFloat64).mean().item<double>(), 0.5, 0.05);
  const Tensor of_right = drawn.index_select(0, right.nonzero().flatten());
  EXPECT_NEAR(of_right.select(1, 0).mean().item<double>(), 5, 0.03);
  EXPECT_NEAR(of_right.select(1, 1).mean().item<double>(), 3, 0.03);
  EXPECT_NEAR(of_right.select(1, 1).std().item<double>(), 0.1, 0.02);
}

TEST(AggregatePosterior, IsAPureFunctionOfTheSeed) {
  const auto one = fit_aggregate_posterior(two_clouds(), {}, 0, {.components = 3});
  const auto again = fit_aggregate_posterior(two_clouds(), {}, 0, {.components = 3});
  Random few(7);
  Random many(7);
  EXPECT_TRUE(torch::equal(one.draw(5, few), again.draw(50, many).narrow(0, 0, 5)));
}

TEST(AggregatePosterior, HasAMixtureForEachClass) {
  const auto fitted = fit_aggregate_posterior(two_clouds(), cloud_labels(), 2, {.components = 6});
  ASSERT_EQ(fitted.mixtures().size(), 2U);
  EXPECT_EQ(fitted.mixtures()[0].weights().size(), 3);
  Random random(1);
  const Tensor drawn = fitted.draw(3, random, torch::tensor({1, 0, 1}));
  EXPECT_THAT(tests::elements(drawn.select(1, 0) > 0), testing::ElementsAre(1, 0, 1));
  EXPECT_THAT(error_of([&] { (void)fitted.draw(3, random); }), HasSubstr("expected 3 labels"));
}

TEST(AggregatePosterior, ClassesWithoutCodesUseTheMixtureOfAll) {
  const auto fitted = fit_aggregate_posterior(two_clouds(), cloud_labels(), 3, {.components = 2});
  ASSERT_EQ(fitted.mixtures().size(), 3U);
  EXPECT_EQ(fitted.mixtures()[1].weights().size(), 1);  // one component a class at least
  EXPECT_EQ(fitted.mixtures()[2].weights().size(), 2);
}

TEST(AggregatePosterior, RefusesCodesThatAreTooManyOrTooFew) {
  EXPECT_THAT(error_of<UsageError>([&] {
                fit_aggregate_posterior(torch::zeros({20, 513}), {}, 0);
              }),
              HasSubstr("expected codes of at most 512 numbers, got 513"));
  EXPECT_THAT(error_of([&] {
                fit_aggregate_posterior(torch::zeros({9, 2}), {}, 0);
              }),
              HasSubstr("at least as many points as components"));
}

}  // namespace
}  // namespace akin
