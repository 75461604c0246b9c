#include "akin/families/vae/vae_losses.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include "akin/models/capabilities.h"

#include "support/tensors.h"

namespace akin {
namespace {

using tests::elements;

const double ln3 = std::log(3.0);

torch::Tensor row(std::vector<float> values) {
  return torch::tensor(values).unsqueeze(0);  // [1, n]
}

double one(const torch::Tensor& tensor) {
  return tensor.item<double>();
}

TEST(BernoulliNats, ByHand) {
  const auto p = static_cast<float>(ln3);  // probability 3/4
  EXPECT_NEAR(one(bernoulli_nll(row({p}), row({1}))), -std::log(0.75), 1e-6);
  EXPECT_NEAR(one(bernoulli_nll(row({p}), row({0}))), -std::log(0.25), 1e-6);
  EXPECT_NEAR(one(bernoulli_nll(row({0, 0, 0}), row({0, 0.3F, 1}))), 3 * std::numbers::ln2, 1e-6);
  EXPECT_NEAR(one(bernoulli_nll(row({-200}), row({1}))), 200, 1e-3);
}

TEST(BernoulliNats, EqualTheReferenceInValuesAndGradients) {
  const auto pixels = tests::normal({40, 1, 5, 7}, 1).sigmoid();
  const auto logits = 3 * tests::normal({40, 1, 5, 7}, 2);
  const auto of = [&](const auto& nats) {
    const auto leaf = logits.clone().requires_grad_();
    const auto y = nats(leaf, pixels);  // [n]
    return std::pair{y.detach(), torch::autograd::grad({y.square().sum()}, {leaf}).front()};
  };
  const auto [fast, fast_gradient] = of(bernoulli_nll);
  const auto [slow, slow_gradient] = of(reference_bernoulli_nll);
  EXPECT_TRUE(torch::allclose(fast, slow, 1e-6));
  EXPECT_TRUE(torch::allclose(fast_gradient, slow_gradient, 1e-5, 1e-5));
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(torch::equal(bernoulli_nll(logits, pixels), fast));
}

TEST(ContinuousBernoulliNats, ByHand) {
  // C = ln 3 / tanh(ln 3 / 2) = 2 ln 3
  EXPECT_NEAR(one(continuous_bernoulli_nll(row({static_cast<float>(ln3)}), row({1}))),
              -std::log(0.75) - std::log(2 * ln3), 1e-6);
  EXPECT_NEAR(one(continuous_bernoulli_nll(row({0, 0}), row({0.2F, 1}))), 0, 1e-6);  // uniform
}

TEST(ContinuousBernoulliNats, IsADensityWithItsMean) {
  for (const float logit : {-30.F, -2.F, -0.11F, -0.09F, -1e-4F, 0.F, 0.0999F, 0.1001F, 1.F, 9.F}) {
    constexpr int n = 20000;
    const auto x = (torch::arange(n, torch::kFloat32) + 0.5) / n;  // midpoints
    const auto logits = torch::full({n, 1}, logit);
    const auto density = (-continuous_bernoulli_nll(logits, x.unsqueeze(1))).exp();
    EXPECT_NEAR(one(density.mean()), 1, 1e-3) << logit;
    EXPECT_NEAR(one((density * x).mean()), one(continuous_bernoulli_mean(row({logit}))), 1e-3)
        << logit;
  }
}

TEST(ContinuousBernoulliMean, ByHand) {
  EXPECT_THAT(
      elements(continuous_bernoulli_mean(row({static_cast<float>(ln3), 0}))),
      testing::ElementsAre(testing::FloatNear(static_cast<float>(1.5 - 1 / ln3), 1e-5F), 0.5F));
}

TEST(ContinuousBernoulliNats, GradientsAreFiniteEverywhere) {
  auto logits = row({-60, -0.1F, 0, 1e-6F, 0.1F, 60}).requires_grad_();
  continuous_bernoulli_nll(logits, torch::full({1, 6}, 0.3)).sum().backward();
  EXPECT_TRUE(logits.grad().isfinite().all().item<bool>());
  // d/dl of -log density is mean - x.
  EXPECT_NEAR(logits.grad()[0][2].item<double>(), 0.5 - 0.3, 1e-6);
}

TEST(ContinuousBernoulliQuantile, InvertsTheDistribution) {
  for (const float logit : {-40.F, -3.F, -0.05F, 0.F, 2.F, 40.F}) {
    constexpr int n = 20000;
    const auto uniform = ((torch::arange(n, torch::kFloat32) + 0.5) / n).unsqueeze(0);
    const auto drawn = continuous_bernoulli_quantile(torch::full({1, n}, logit), uniform);
    EXPECT_NEAR(one(drawn.mean()), one(continuous_bernoulli_mean(row({logit}))), 1e-3) << logit;
    EXPECT_GE(one(drawn.min()), 0);
    EXPECT_LE(one(drawn.max()), 1);
  }
}

TEST(GaussianKl, ByHand) {
  EXPECT_THAT(elements(Posterior{row({1, 0, 0}), row({0, std::log(4.F), 0})}.kl()),
              testing::ElementsAre(0.5F, testing::FloatNear(0.5F * (3 - std::log(4.F)), 1e-6F), 0));
}

TEST(FreeBits, BoundTheKlOfEachDimensionFromBelow) {
  const auto kl = torch::tensor({0.1F, 1.F, 0.3F, 3.F}).view({2, 2});
  EXPECT_NEAR(one(free_bits(kl, 0.5)), 0.5 + 2, 1e-6);
  EXPECT_NEAR(one(free_bits(kl, 0)), 0.2 + 2, 1e-6);
}

TEST(GaussianLogDensity, ByHand) {
  // Two dimensions: one at the mean, one a standard deviation of 2 away from it.
  const auto density = gaussian_log_density(row({0, 3}), row({0, 1}), row({0, std::log(4.F)}));
  EXPECT_NEAR(one(density), -std::log(2 * std::numbers::pi) - 0.5 - std::log(2.0), 1e-6);
}

}  // namespace
}  // namespace akin
