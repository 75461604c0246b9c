#include "akin/nn/dropout.h"

#include <cmath>

#include <gtest/gtest.h>

namespace akin::nn {
namespace {

using torch::Tensor;

TEST(DropoutMask, IsTheSameByOperations) {
  for (const double rate : {0.1, 0.2, 0.5, 0.9}) {
    for (const std::uint64_t key : {0ULL, 1ULL, 0xffffffffffffffffULL, 0x123456789abcdefULL}) {
      EXPECT_TRUE(torch::equal(dropout_mask({3, 5, 701}, rate, key, torch::kCPU),
                               reference_dropout_mask({3, 5, 701}, rate, key, torch::kCPU)))
          << rate << " " << key;
    }
  }
}

TEST(DropoutMask, DropsItsShare) {
  constexpr std::int64_t count = 1'000'000;
  for (const double rate : {0.1, 0.5}) {
    for (std::uint64_t key = 0; key < 20; ++key) {
      const Tensor mask = dropout_mask({count}, rate, key, torch::kCPU);
      const double dropped = (mask == 0).to(torch::kDouble).mean().item<double>();
      EXPECT_NEAR(dropped, rate, 5 * std::sqrt(rate * (1 - rate) / count)) << key;
      EXPECT_FLOAT_EQ(mask.max().item<float>(), static_cast<float>(1 / (1 - rate)));
    }
  }
}

TEST(DropoutMask, HasIndependentElements) {
  constexpr std::int64_t count = 1'000'000;
  const Tensor mask = dropout_mask({count}, 0.5, 7, torch::kCPU) - 1;  // -1 or 1
  const auto mean = [](const Tensor& products) { return products.mean().item<double>(); };
  for (const std::int64_t lag : {1, 2, 3, 64, 128, 65536}) {
    EXPECT_NEAR(mean(mask.slice(0, lag) * mask.slice(0, 0, count - lag)), 0, 5e-3) << lag;
  }
  // And of other keys: neighbouring ones, and those of the tensors that follow.
  for (const std::uint64_t key : {6ULL, 8ULL, 7ULL + (1ULL << 32U), 7 + 0x9e3779b97f4a7c15ULL}) {
    EXPECT_NEAR(mean(mask * (dropout_mask({count}, 0.5, key, torch::kCPU) - 1)), 0, 5e-3) << key;
  }
}

TEST(Dropout, ScalesWhatItKeeps) {
  const Tensor x = torch::arange(1, 101, torch::kFloat).view({4, 25});
  Dropout dropout(0.2, Random(1, "dropout"));
  const Tensor once = dropout(x);
  const Tensor twice = dropout(x);
  EXPECT_TRUE(((once == 0) | ((once - x / 0.8).abs() < 1e-4)).all().item<bool>());
  EXPECT_FALSE(torch::equal(once, twice));
  EXPECT_TRUE(torch::equal(once, Dropout(0.2, Random(1, "dropout"))(x)));
  EXPECT_TRUE(torch::equal(Dropout(0, Random(1, "dropout"))(x), x));
  EXPECT_TRUE(torch::equal(apply(nullptr, x), x));
}

TEST(Dropout, PassesGradientsOfWhatItKeeps) {
  const Tensor x = torch::ones({100}).requires_grad_();
  const Tensor y = Dropout(0.5, Random(3, "dropout"))(x);
  y.sum().backward();
  EXPECT_TRUE(torch::equal(x.grad(), y.detach()));
}

}  // namespace
}  // namespace akin::nn
