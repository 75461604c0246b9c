#include "akin/nn/random_tensors.h"

#include <gmock/gmock.h>

#include "support/tensors.h"

namespace akin::nn {
namespace {

TEST(TensorRandom, NormalsAreStandard) {
  Random random(1, "normal");
  const auto x = normal(random, {100, 5, 100});
  EXPECT_EQ(x.sizes(), at::IntArrayRef({100, 5, 100}));
  EXPECT_EQ(x.scalar_type(), torch::kFloat32);
  // 50,000 draws: standard errors 0.0045 and 0.0032.
  EXPECT_NEAR(x.mean().item<double>(), 0, 0.02);
  EXPECT_NEAR(x.std().item<double>(), 1, 0.015);
  EXPECT_NEAR((x.abs() > 1.96).to(torch::kFloat32).mean().item<double>(), 0.05, 0.005);
}

TEST(TensorRandom, UniformsFillTheirRange) {
  Random random(1, "uniform");
  const auto x = uniform(random, {500, 100}, -2, 3);
  EXPECT_GE(x.min().item<float>(), -2);
  EXPECT_LT(x.max().item<float>(), 3);
  EXPECT_LT(x.min().item<float>(), -1.99);
  EXPECT_GT(x.max().item<float>(), 2.99);
  EXPECT_NEAR(x.mean().item<double>(), 0.5, 0.03);
}

TEST(TensorRandom, SameSeedSameNumbersAndNoOthers) {
  Random first(1, "x", 2);
  Random again(1, "x", 2);
  Random other(1, "x", 3);
  const auto a = normal(first, {20});
  EXPECT_TRUE(torch::equal(a, normal(again, {20})));
  EXPECT_FALSE(torch::equal(a, normal(other, {20})));
  EXPECT_FALSE(torch::equal(a, normal(first, {20})));  // the generator has moved on
}

TEST(TensorRandom, LeavesTheGlobalGeneratorAlone) {
  const auto before = tests::global_generator();
  Random random(1);
  normal(random, {10});
  uniform(random, {10}, 0, 1);
  EXPECT_TRUE(torch::equal(tests::global_generator(), before));
}

}  // namespace
}  // namespace akin::nn
