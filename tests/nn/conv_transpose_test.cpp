#include "akin/nn/conv_transpose.h"

#include <gtest/gtest.h>

#include "akin/nn/random.h"

namespace akin::nn {
namespace {

using torch::Tensor;

struct Shape {
  std::int64_t in, out, side, kernel, stride, padding;
};

class ConvTranspose : public testing::TestWithParam<Shape> {};

/// Outputs and both gradients beside LibTorch's own, for the four layers of DCGAN's generator.
TEST_P(ConvTranspose, EqualsLibTorchInValuesAndGradients) {
  const Shape s = GetParam();
  Random random(1, "test");
  const Tensor x = normal(random, {3, s.in, s.side, s.side});
  const Tensor weight = normal(random, {s.in, s.out, s.kernel, s.kernel});
  const auto run = [&](auto&& op) {
    const Tensor x_leaf = x.clone().requires_grad_();
    const Tensor weight_leaf = weight.clone().requires_grad_();
    const Tensor y = op(x_leaf, weight_leaf);
    (y * y).sum().backward();
    return std::vector<Tensor>{y.detach(), x_leaf.grad(), weight_leaf.grad()};
  };
  const auto ours = run([&](const Tensor& a, const Tensor& w) {
    return conv_transpose2d(a, w, s.stride, s.padding);
  });
  const auto theirs = run([&](const Tensor& a, const Tensor& w) {
    return torch::conv_transpose2d(a, w, {}, s.stride, s.padding);
  });
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ASSERT_EQ(ours[i].sizes(), theirs[i].sizes());
    const double scale = theirs[i].abs().max().item<double>();
    EXPECT_LT((ours[i] - theirs[i]).abs().max().item<double>(), 1e-5 * scale) << "tensor " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Dcgan, ConvTranspose,
                         testing::Values(Shape{100, 256, 1, 4, 1, 0}, Shape{256, 128, 4, 3, 2, 1},
                                         Shape{128, 64, 7, 4, 2, 1}, Shape{64, 1, 14, 4, 2, 1}));

}  // namespace
}  // namespace akin::nn
