#include "akin/nn/convolution.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "akin/nn/im2col.h"

#include "support/tensors.h"
#include "support/thread_count.h"

namespace akin::nn {
namespace {

using torch::Tensor;

struct ConvSizes {
  std::int64_t n, in, out, side, kernel, stride, padding;
};

std::string name_of_conv(const testing::TestParamInfo<ConvSizes>& info) {
  const ConvSizes& s = info.param;
  return fmt::format("{}x{}x{}_kernel{}_stride{}_padding{}", s.n, s.in, s.side, s.kernel, s.stride,
                     s.padding);
}

class ConvolutionOf : public testing::TestWithParam<ConvSizes> {
 protected:
  ConvSizes s_ = GetParam();
  Tensor x_ = tests::normal({s_.n, s_.in, s_.side, s_.side + 1}, 1);
  Tensor weight_ = tests::normal({s_.out, s_.in, s_.kernel, s_.kernel}, 2);
};

void expect_close(const Tensor& ours, const Tensor& theirs, const std::string& what,
                  double tolerance = 1e-5) {
  ASSERT_EQ(ours.sizes(), theirs.sizes()) << what;
  const double scale = theirs.abs().max().item<double>();
  EXPECT_LT((ours - theirs).abs().max().item<double>(), tolerance * scale) << what;
}

/// The output, its gradients, and their second gradients.
std::vector<Tensor> up_to_second_gradients(const Tensor& x, const Tensor& weight, const auto& op) {
  const Tensor a = x.clone().requires_grad_();
  const Tensor b = weight.clone().requires_grad_();
  const Tensor y = op(a, b);
  const auto first = torch::autograd::grad({y.square().sum()}, {a, b}, {}, true, true);
  const auto second =
      torch::autograd::grad({first[0].square().sum() + first[1].square().sum()}, {a, b});
  return {y, first[0], first[1], second[0], second[1]};
}

void expect_all_close(const std::vector<Tensor>& ours, const std::vector<Tensor>& theirs) {
  for (std::size_t i = 0; i < ours.size(); ++i) {
    expect_close(ours[i], theirs[i], fmt::format("tensor {}", i));
  }
}

TEST_P(ConvolutionOf, EqualsLibTorchUpToSecondGradients) {
  const auto ours = [&](const Tensor& a, const Tensor& b) {
    return conv2d(a, b, s_.stride, s_.padding);
  };
  const auto theirs = [&](const Tensor& a, const Tensor& b) {
    return torch::conv2d(a, b, {}, s_.stride, s_.padding);
  };
  expect_all_close(up_to_second_gradients(x_, weight_, ours),
                   up_to_second_gradients(x_, weight_, theirs));
}

TEST_P(ConvolutionOf, TransposedEqualsLibTorchUpToSecondGradients) {
  const Tensor x = tests::normal({s_.n, s_.out, 3, 4}, 3);
  const auto ours = [&](const Tensor& a, const Tensor& b) {
    return conv_transpose2d(a, b, s_.stride, s_.padding);
  };
  const auto theirs = [&](const Tensor& a, const Tensor& b) {
    return torch::conv_transpose2d(a, b, {}, s_.stride, s_.padding);
  };
  expect_all_close(up_to_second_gradients(x, weight_, ours),
                   up_to_second_gradients(x, weight_, theirs));
}

TEST_P(ConvolutionOf, WithAPixelShuffleEqualsLibTorchUpToSecondGradients) {
  const Tensor weight = tests::normal({4 * s_.out, s_.in, s_.kernel, s_.kernel}, 2);
  const auto ours = [&](const Tensor& a, const Tensor& b) {
    return subpixel_conv2d(a, b, s_.padding);
  };
  const auto theirs = [&](const Tensor& a, const Tensor& b) {
    return torch::pixel_shuffle(torch::conv2d(a, b, {}, 1, s_.padding), 2);
  };
  expect_all_close(up_to_second_gradients(x_, weight, ours),
                   up_to_second_gradients(x_, weight, theirs));
}

TEST(ConvolutionOfDoubles, IsLibTorchs) {
  const Tensor x = tests::normal({2, 3, 7, 7}, 1).to(torch::kFloat64).requires_grad_();
  const Tensor weight = tests::normal({4, 3, 3, 3}, 2).to(torch::kFloat64).requires_grad_();
  const auto gradients = [&](const Tensor& y) {
    return torch::autograd::grad({y.square().sum()}, {x, weight});
  };
  const auto ours = gradients(conv2d(x, weight, 2, 1));
  const auto theirs = gradients(torch::conv2d(x, weight, {}, 2, 1));
  EXPECT_TRUE(torch::allclose(ours[0], theirs[0]));
  EXPECT_TRUE(torch::allclose(ours[1], theirs[1]));
}

// conv2d() uses im2col only where it was measured to be faster.
TEST_P(ConvolutionOf, ByIm2colEqualsLibTorch) {
  const Tensor y = torch::conv2d(x_, weight_, {}, s_.stride, s_.padding);
  const im2col::Geometry geometry{s_.stride, s_.padding};
  expect_close(im2col::convolve(x_, weight_, geometry), y, "output");
  const Tensor a = x_.clone().requires_grad_();
  const Tensor b = weight_.clone().requires_grad_();
  const Tensor gradient = tests::normal(y.sizes(), 4);
  const auto expected =
      torch::autograd::grad({torch::conv2d(a, b, {}, s_.stride, s_.padding)}, {a, b}, {gradient});
  expect_close(im2col::input_gradient(gradient, weight_, {x_.size(2), x_.size(3)}, geometry),
               expected[0], "gradient at the input");
  expect_close(im2col::weight_gradient(x_, gradient, s_.kernel, geometry), expected[1],
               "gradient at the weights");
}

TEST_P(ConvolutionOf, Bf16GradientsAtTheWeightsAreClose) {
  const tests::ThreadCount one(1);  // one thread takes all images, in several parts
  const auto rounded = [](const Tensor& x) { return x.to(torch::kBFloat16); };
  const im2col::Geometry geometry{s_.stride, s_.padding};
  const Tensor x = rounded(x_);
  const Tensor gradient =
      rounded(tests::normal(torch::conv2d(x_, weight_, {}, s_.stride, s_.padding).sizes(), 4));
  const Tensor exact = im2col::weight_gradient(x.to(torch::kFloat32), gradient.to(torch::kFloat32),
                                               s_.kernel, geometry);
  const Tensor ours = im2col::weight_gradient(x, gradient, s_.kernel, geometry);
  ASSERT_EQ(ours.scalar_type(), torch::kBFloat16);
  // Half of the last of 8 bits, for each part of the images and for their sum.
  expect_close(ours.to(torch::kFloat32), exact, "gradient at the weights", 2 * 0x1p-8);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, ConvolutionOf,
    testing::Values(ConvSizes{3, 1, 8, 12, 4, 2, 1}, ConvSizes{5, 6, 3, 7, 3, 2, 1},
                    ConvSizes{2, 4, 5, 6, 3, 1, 1}, ConvSizes{3, 8, 1, 3, 3, 1, 0},
                    ConvSizes{70, 16, 8, 20, 4, 2, 1}, ConvSizes{200, 16, 8, 20, 4, 2, 1},
                    ConvSizes{1, 2, 2, 3, 2, 3, 2},
                    // DCGAN's generator, transposed.
                    ConvSizes{3, 256, 100, 4, 4, 1, 0}, ConvSizes{3, 128, 256, 7, 3, 2, 1},
                    ConvSizes{3, 64, 128, 14, 4, 2, 1}, ConvSizes{3, 1, 64, 28, 4, 2, 1}),
    name_of_conv);

}  // namespace
}  // namespace akin::nn
