#include "akin/nn/autocast.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/nn/convolution.h"
#include "akin/nn/functional.h"
#include "akin/nn/layers.h"
#include "akin/nn/torch_parallel.h"

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin::nn {
namespace {

using torch::Tensor;

/// Rounds to 1 in bf16.
constexpr float nearly_one = 1 + 0x1p-10F;

TEST(Autocast, HoldsForItsScopeAndThreads) {
  EXPECT_EQ(autocast_precision(), Precision::f32);
  {
    const AutocastScope scope(Precision::bf16);
    {
      const AutocastScope inner(Precision::f32);
      EXPECT_EQ(autocast_precision(), Precision::f32);
    }
    std::vector<int> seen(8, -1);
    parallel_ranges(8, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        seen[static_cast<std::size_t>(i)] = static_cast<int>(autocast_precision());
      }
    });
    EXPECT_THAT(seen, testing::Each(static_cast<int>(Precision::bf16)));
  }
  EXPECT_EQ(autocast_precision(), Precision::f32);
}

TEST(Autocast, RoundsWhatIsMultipliedAndGivesF32) {
  const Tensor x = torch::full({1, 1}, nearly_one);
  const Tensor weight = torch::full({1, 1}, 3.F);
  EXPECT_EQ(nn::linear(x, weight).item<float>(), 3 * nearly_one);
  const AutocastScope scope(Precision::bf16);
  const Tensor y = nn::linear(x, weight, torch::full({1}, 4.F));
  EXPECT_EQ(y.scalar_type(), torch::kFloat32);
  EXPECT_EQ(y.item<float>(), 7);
}

/// Gradients and result of `layer` in a precision.
std::vector<Tensor> passes(Precision precision, const std::vector<Tensor>& inputs,
                           const std::function<Tensor(const std::vector<Tensor>&)>& layer) {
  std::vector<Tensor> leaves;
  for (const Tensor& input : inputs) {
    leaves.push_back(input.clone().requires_grad_());
  }
  Tensor y;
  {
    const AutocastScope scope(precision);
    y = layer(leaves);
  }
  std::vector<Tensor> all = torch::autograd::grad({y.square().sum()}, leaves);
  all.push_back(y.detach());
  return all;
}

/// bf16 has 8 bits: sums of random products have a relative error of a few thousandths.
void expect_close(const std::vector<Tensor>& inputs,
                  const std::function<Tensor(const std::vector<Tensor>&)>& layer) {
  const auto exact = passes(Precision::f32, inputs, layer);
  const auto rounded = passes(Precision::bf16, inputs, layer);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_EQ(rounded[i].scalar_type(), torch::kFloat32);
    const double share = ((rounded[i] - exact[i]).norm() / exact[i].norm()).item<double>();
    EXPECT_LT(share, 0.01) << i;
    EXPECT_GT(share, 0) << i;  // it was rounded
  }
}

TEST(Autocast, LinearAndItsGradientsAreClose) {
  expect_close({tests::normal({6, 40}, 1), tests::normal({30, 40}, 2), tests::normal({30}, 3)},
               [](const auto& at) { return nn::linear(at[0], at[1], at[2]); });
}

TEST(Autocast, ActivationsBetweenLayersAndTheirGradientsAreClose) {
  const std::vector<Tensor> inputs = {tests::normal({6, 40}, 1), tests::normal({30, 40}, 2) * 0.2,
                                      tests::normal({7, 30}, 3), tests::normal({9, 30}, 4)};
  for (const auto activation : {gelu, squared_relu}) {
    expect_close(inputs, [&](const auto& at) {
      const Tensor h = activation(nn::linear(at[0], at[1]));
      return torch::cat({nn::linear(h, at[2]), nn::linear(h, at[3])}, 1);  // two consumers
    });
  }
}

TEST(Autocast, ConvolutionsAndTheirGradientsAreClose) {
  if (!is_fast(Precision::bf16, torch::kCPU)) {
    GTEST_SKIP() << "this processor does not multiply bf16, so no convolution in it was tried";
  }
  expect_close({tests::normal({4, 3, 8, 8}, 1), tests::normal({5, 3, 4, 4}, 2)},
               [](const auto& at) { return conv2d(at[0], at[1], 2, 1); });
  expect_close({tests::normal({4, 5, 4, 4}, 1), tests::normal({5, 3, 4, 4}, 2)},
               [](const auto& at) { return conv_transpose2d(at[0], at[1], 2, 1); });
}

TEST(Autocast, LeavesConvolutionsOfASingleChannelAlone) {
  const auto expect_same = [](const std::vector<Tensor>& inputs, const auto& layer) {
    const auto exact = passes(Precision::f32, inputs, layer);
    const auto scoped = passes(Precision::bf16, inputs, layer);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      EXPECT_TRUE(torch::equal(scoped[i], exact[i])) << i;
    }
  };
  expect_same({tests::normal({4, 1, 8, 8}, 1), tests::normal({5, 1, 4, 4}, 2)},
              [](const auto& at) { return conv2d(at[0], at[1], 2, 1); });
  expect_same({tests::normal({4, 5, 4, 4}, 1), tests::normal({5, 1, 4, 4}, 2)},
              [](const auto& at) { return conv_transpose2d(at[0], at[1], 2, 1); });
  expect_same({tests::normal({4, 6, 3, 3}, 1), tests::normal({1, 6, 3, 3}, 2)},
              [](const auto& at) { return conv2d(at[0], at[1], 1, 0); });
}

TEST(Precision, HasTwoNames) {
  EXPECT_EQ(parse_precision("f32"), Precision::f32);
  EXPECT_EQ(parse_precision("bf16"), Precision::bf16);
  EXPECT_EQ(tests::error_of([] { parse_precision("bf61"); }),
            "[precision] expected one of f32, bf16, got 'bf61'; did you mean 'bf16'?");
}

}  // namespace
}  // namespace akin::nn
