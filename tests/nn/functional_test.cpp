#include "akin/nn/functional.h"

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
  Tensor (*reference)(const Tensor& x);
};

class ActivationTest : public testing::TestWithParam<Pair> {};

TEST_P(ActivationTest, EqualsItsReferenceInValuesAndGradients) {
  const auto [ours, reference] = GetParam();
  for (const std::int64_t n : {1, 17, 200000}) {
    tests::expect_same_function(
        {tests::normal({n}, 1)}, [&](const auto& in) { return ours(in[0]); },
        [&](const auto& in) { return reference(in[0]); });
  }
  const Tensor across = tests::normal({30, 40}, 1);
  tests::expect_same_function(
      {across}, [&](const auto& in) { return ours(in[0].t()); },
      [&](const auto& in) { return reference(in[0].t()); });
}

TEST_P(ActivationTest, LeavesOtherTypesToLibTorch) {
  const auto [ours, reference] = GetParam();
  const Tensor doubles = tests::normal({20}, 1).to(torch::kFloat64);
  EXPECT_TRUE(torch::equal(ours(doubles), reference(doubles)));
}

TEST_P(ActivationTest, RefusesDoubleBackward) {
  const Tensor x = tests::normal({2, 4}, 1).requires_grad_();
  const auto twice = [&](const Tensor& y) {
    torch::autograd::grad({y.sum()}, {x}, {}, /*retain_graph=*/true, /*create_graph=*/true);
  };
  EXPECT_THAT(tests::error_of([&] { twice(GetParam().ours(x)); }),
              testing::HasSubstr("[activation] double backward is not supported"));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ActivationTest,
    testing::Values(Pair{squared_relu, [](const Tensor& x) { return torch::relu(x).square(); }},
                    Pair{gelu, [](const Tensor& x) { return torch::gelu(x); }}));

constexpr double norm_eps = 1e-5;

TEST(RmsNorm, EqualsItsReferenceInValuesAndGradients) {
  // The second has enough rows for several threads.
  for (const std::vector<std::int64_t>& shape :
       std::vector<std::vector<std::int64_t>>{{3, 18}, {40, 30, 48}, {1, 1, 7}}) {
    const Tensor x = tests::normal(shape, 1);
    const Tensor gain = tests::normal({shape.back()}, 2);
    tests::expect_same_function(
        {x, gain}, [](const auto& in) { return rms_norm(in[0], in[1], norm_eps); },
        [](const auto& in) { return divide_by_rms(in[0], norm_eps) * in[1]; });
  }
}

TEST(RmsNorm, TakesRowsWithStrides) {
  const Tensor x = tests::normal({5, 8, 3}, 1);
  const Tensor gain = tests::normal({8}, 2);
  tests::expect_same_function(
      {x, gain}, [](const auto& in) { return rms_norm(in[0].transpose(1, 2), in[1], norm_eps); },
      [](const auto& in) { return divide_by_rms(in[0].transpose(1, 2), norm_eps) * in[1]; });
}

/// A third of [n, t, 3, heads, d], as a linear layer returns it.
Tensor heads_of(const Tensor& all) {
  return all.select(2, 1).transpose(1, 2);  // [n, heads, t, d]
}

TEST(RotaryRmsNorm, EqualsItsReferenceInValuesAndGradients) {
  for (const std::int64_t d : {2, 18, 32, 80}) {
    for (const std::int64_t begin : {0, 5}) {
      const Tensor all = tests::normal({3, 70, 3, 4, d}, 1);
      tests::expect_same_function(
          {all}, [&](const auto& in) { return rotary_rms_norm(heads_of(in[0]), begin, norm_eps); },
          [&](const auto& in) {
            return apply_rotary(divide_by_rms(heads_of(in[0]), norm_eps), begin);
          });
    }
  }
}

TEST(RotaryRmsNorm, ContinuesASequence) {
  const Tensor x = tests::normal({2, 3, 9, 8}, 1);
  EXPECT_TRUE(torch::allclose(rotary_rms_norm(x, 0, norm_eps).slice(2, 4),
                              rotary_rms_norm(x.slice(2, 4), 4, norm_eps)));
}

TEST(RmsNorm, WithoutAKernelIsItsReference) {
  const Tensor doubles = tests::normal({2, 3, 5, 6}, 1).to(torch::kFloat64);
  const Tensor gain = tests::normal({6}, 2);
  EXPECT_TRUE(
      torch::equal(rms_norm(doubles, gain, norm_eps), divide_by_rms(doubles, norm_eps) * gain));
  EXPECT_TRUE(torch::equal(rotary_rms_norm(doubles, 0, norm_eps),
                           apply_rotary(divide_by_rms(doubles, norm_eps), 0)));
  EXPECT_EQ(rotary_rms_norm(torch::empty({2, 3, 0, 6}), 0, norm_eps).numel(), 0);
  const Tensor one_gain = torch::full({1}, 2.0F);
  EXPECT_TRUE(
      torch::equal(rms_norm(gain, one_gain, norm_eps), divide_by_rms(gain, norm_eps) * one_gain));
}

TEST(RmsNorm, RefusesDoubleBackward) {
  const Tensor x = tests::normal({2, 4}, 1).requires_grad_();
  const auto twice = [&](const Tensor& y) {
    torch::autograd::grad({y.sum()}, {x}, {}, /*retain_graph=*/true, /*create_graph=*/true);
  };
  EXPECT_THAT(tests::error_of([&] { twice(rms_norm(x, torch::ones({4}), norm_eps)); }),
              testing::HasSubstr("[rms norm] double backward is not supported"));
}

}  // namespace
}  // namespace akin::nn
