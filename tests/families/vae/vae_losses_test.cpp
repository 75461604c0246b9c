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

/// -log of the probability of level k of 255, from its definition: the logistic distribution
/// function at both edges, with tails instead where there is no further level.
double level_nll(int k, double mean, double scale) {
  const auto below = [&](double edge) {
    return 1 / (1 + std::exp(-(static_cast<long double>(edge) - mean) / scale));
  };
  const long double upper = k == 255 ? 1 : below((k + 0.5) / 255);
  const long double lower = k == 0 ? 0 : below((k - 0.5) / 255);
  return static_cast<double>(-std::log(upper - lower));
}

torch::Tensor all_levels() {
  return torch::arange(256, torch::kFloat32).unsqueeze(1) / 255;  // [256, 1]
}

TEST(DiscretizedLogisticNats, AreTheDefinitionAndAProbability) {
  for (const double mean : {0.0, 0.003, 0.5, 0.87, 1.0}) {
    for (const double log_scale : {-6.5, -4.0, -2.0, 0.0, 2.0}) {
      const auto nats = discretized_logistic_nll(torch::full({256, 1}, mean),
                                                 torch::full({1}, log_scale), all_levels());
      double sum = 0;
      for (int k = 0; k < 256; ++k) {
        const double found = one(nats[k]);
        const double expected = level_nll(k, mean, std::exp(log_scale));
        sum += std::exp(-found);
        if (expected < 30) {  // the definition cancels beyond
          EXPECT_NEAR(found, expected, 2e-3 + 1e-4 * expected)
              << k << " at " << mean << ", " << log_scale;
        }
      }
      EXPECT_NEAR(sum, 1, 1e-3) << mean << ", " << log_scale;
    }
  }
}

TEST(DiscretizedLogisticNats, SumOverChannelsWithScalesOfTheirOwn) {
  const auto mean = tests::normal({2, 3, 2, 2}, 1).sigmoid();
  const auto levels = torch::arange(24).view({2, 3, 2, 2}) * 11;
  const auto scales = torch::tensor({-3.F, -2.F, -1.F});
  const auto nats =
      discretized_logistic_nll(mean, scales.view({3, 1, 1}), levels.to(torch::kFloat32) / 255);
  for (int i = 0; i < 2; ++i) {
    double expected = 0;
    for (int c = 0; c < 3; ++c) {
      for (int p = 0; p < 4; ++p) {
        expected +=
            level_nll(11 * (12 * i + 4 * c + p), one(mean[i][c][p / 2][p % 2]), std::exp(c - 3.0));
      }
    }
    EXPECT_NEAR(one(nats[i]), expected, 1e-4 * expected);
  }
}

TEST(DiscretizedLogisticNats, AreStableFarFromTheMean) {
  auto mean = row({0, 1, 0, 0.5F}).requires_grad_();
  auto log_scale = torch::full({1}, -7.F).requires_grad_();
  const auto pixels = row({1, 0, 0.5F, 0.5F});
  const auto nats = discretized_logistic_nll(mean, log_scale, pixels);
  // Beyond all levels, -log of a tail is the distance to its edge in scales, here e^-7.
  const double scale = std::exp(-7.0);
  const double tail = (1 - 0.5 / 255) / scale;
  const double middle = (0.5 - 0.5 / 255) / scale - std::log(1 - std::exp(-1 / 255.0 / scale));
  EXPECT_NEAR(one(nats), 2 * tail + middle + level_nll(128, 128 / 255.0, scale), 0.5);
  nats.sum().backward();
  EXPECT_TRUE(mean.grad().isfinite().all().item<bool>());
  EXPECT_TRUE(log_scale.grad().isfinite().all().item<bool>());
}

TEST(DiscretizedLogisticQuantile, DrawsEachLevelAsOftenAsItsProbability) {
  constexpr int n = 200000;
  const auto uniform = (torch::arange(n, torch::kFloat64) / n).to(torch::kFloat32);
  for (const double mean : {0.02, 0.6}) {
    const auto drawn =
        discretized_logistic_quantile(torch::full({n}, mean), torch::full({1}, -3.F), uniform);
    const auto counts = torch::bincount((drawn * 255).round().to(torch::kInt64), {}, 256);
    for (const int k : {0, 1, 40, 153, 200, 255}) {
      EXPECT_NEAR(one(counts[k].to(torch::kFloat64)) / n,
                  std::exp(-level_nll(k, mean, std::exp(-3.0))), 1e-4)
          << k << " at " << mean;
    }
  }
}

TEST(GaussianNats, ByHand) {
  // One value at the mean, one two standard deviations of 1/4 off.
  const auto nats =
      gaussian_nll(row({0.5F, 0.5F}), torch::full({1}, std::log(0.25F)), row({0.5F, 1}));
  EXPECT_NEAR(one(nats), std::log(2 * std::numbers::pi) + 2 * std::log(0.25) + 2, 1e-6);
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
