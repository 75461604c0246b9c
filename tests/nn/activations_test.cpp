#include "akin/nn/activations.h"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/same_function.h"
#include "support/tensors.h"

namespace akin::nn {
namespace {

using torch::Tensor;

struct Pair {
  Tensor (*ours)(const Tensor& x);
  Tensor (*textbook)(const Tensor& x);
};

class ActivationTest : public testing::TestWithParam<Pair> {};

TEST_P(ActivationTest, EqualsTheTextbookInValuesAndGradients) {
  const auto [ours, textbook] = GetParam();
  for (const std::int64_t n : {1, 17, 200000}) {
    tests::expect_same_function(
        {tests::normal({n}, 1)}, [&](const auto& in) { return ours(in[0]); },
        [&](const auto& in) { return textbook(in[0]); });
  }
  const Tensor across = tests::normal({30, 40}, 1);
  tests::expect_same_function(
      {across}, [&](const auto& in) { return ours(in[0].t()); },
      [&](const auto& in) { return textbook(in[0].t()); });
}

TEST_P(ActivationTest, TakesBFloat16) {
  const auto [ours, textbook] = GetParam();
  const Tensor x = tests::normal({200}, 1).to(torch::kBFloat16);
  const Tensor y = ours(x);
  ASSERT_EQ(y.scalar_type(), torch::kBFloat16);
  const Tensor exact = textbook(x.to(torch::kFloat32));
  EXPECT_TRUE(torch::allclose(y.to(torch::kFloat32), exact, 0x1p-8, 1e-6));
}

TEST_P(ActivationTest, LeavesOtherTypesToLibTorch) {
  const auto [ours, textbook] = GetParam();
  const Tensor doubles = tests::normal({20}, 1).to(torch::kFloat64);
  EXPECT_TRUE(torch::equal(ours(doubles), textbook(doubles)));
}

TEST_P(ActivationTest, RefusesSecondDerivatives) {
  const Tensor x = tests::normal({2, 4}, 1).requires_grad_();
  const auto twice = [&](const Tensor& y) {
    torch::autograd::grad({y.sum()}, {x}, {}, /*retain_graph=*/true, /*create_graph=*/true);
  };
  EXPECT_THAT(tests::error_of([&] { twice(GetParam().ours(x)); }),
              testing::HasSubstr("[activation] expected a first derivative"));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ActivationTest,
    testing::Values(Pair{squared_relu, [](const Tensor& x) { return torch::relu(x).square(); }},
                    Pair{gelu, [](const Tensor& x) { return torch::gelu(x); }}));

}  // namespace
}  // namespace akin::nn
