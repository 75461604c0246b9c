#include "akin/kernels/bernoulli_nll.h"

#include <cmath>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::kernels {
namespace {

TEST(BernoulliKernels, FollowTheDefinitionOnEveryInstructionSet) {
  for (const BernoulliNllKernel& kernel : bernoulli_nll_kernels()) {
    for (const std::size_t n : {1U, 5U, 16U, 33U, 100U, 784U, 3000U}) {
      std::vector<float> logits(n);
      std::vector<float> pixels(n);
      std::vector<float> slopes(n, 123);
      Random random(1, "bernoulli");
      random.fill_normal(logits);
      random.fill_uniform(pixels, 0, 1);
      double nll = 0;
      for (std::size_t i = 0; i < n; ++i) {
        logits[i] *= i % 7 == 6 ? 60.F : 3.F;
        const auto l = static_cast<double>(logits[i]);
        nll += std::max(l, 0.0) - l * static_cast<double>(pixels[i]) +
               std::log1p(std::exp(-std::abs(l)));
      }
      EXPECT_NEAR(static_cast<double>(
                      kernel(logits.data(), pixels.data(), static_cast<long>(n), slopes.data())),
                  nll, 1e-6 * nll);
      EXPECT_EQ(kernel(logits.data(), pixels.data(), static_cast<long>(n), nullptr),
                kernel(logits.data(), pixels.data(), static_cast<long>(n), slopes.data()));
      for (std::size_t i = 0; i < n; ++i) {
        const double chance = 1 / (1 + std::exp(-static_cast<double>(logits[i])));
        EXPECT_NEAR(static_cast<double>(slopes[i]), chance - static_cast<double>(pixels[i]), 2e-7);
      }
    }
  }
}

TEST(BernoulliKernels, AreAccurateForNearlyCertainPixels) {
  constexpr std::size_t n = 100;
  for (const float logit : {-6.F, -12.F, -20.F, -100.F}) {
    for (const BernoulliNllKernel& kernel : bernoulli_nll_kernels()) {
      const std::vector<float> logits(n, logit);
      const std::vector<float> black(n, 0);
      const double nll = n * std::log1p(std::exp(static_cast<double>(logit)));
      EXPECT_NEAR(static_cast<double>(kernel(logits.data(), black.data(), n, nullptr)), nll,
                  1e-6 * nll + 6e-8 * n)
          << logit;
    }
  }
}

}  // namespace
}  // namespace akin::kernels
