#include "akin/nn/layers.h"

#include <cmath>

#include <gmock/gmock.h>

#include "support/tensors.h"

namespace akin::nn {
namespace {

using testing::ElementsAre;
using tests::elements;

void set(const torch::Tensor& parameter, const std::vector<float>& values) {
  const torch::NoGradGuard no_grad;
  torch::Tensor(parameter).copy_(torch::tensor(values).view(parameter.sizes()));
}

torch::Tensor one_to_nine() {
  return torch::arange(1, 10).to(torch::kFloat32).view({1, 1, 3, 3});
}

TEST(Layers, LinearByHand) {
  Linear layer(2, 3);
  set(layer->weight, {1, 2, 3, 4, 5, 6});
  set(layer->bias, {10, 20, 30});
  EXPECT_THAT(elements(layer->forward(torch::tensor({1.F, -1.F}).view({1, 2}))),
              ElementsAre(9, 19, 29));
}

TEST(Layers, Conv2dIsACrossCorrelation) {
  Conv2d layer(1, 1, ConvOptions{.kernel = 2, .bias = false});
  set(layer->weight, {1, 0, 0, 10});
  EXPECT_THAT(elements(layer->forward(one_to_nine())), ElementsAre(51, 62, 84, 95));
}

TEST(Layers, Conv2dByHandWithStridePaddingAndBias) {
  Conv2d layer(1, 1, ConvOptions{.kernel = 2, .stride = 2, .padding = 1});
  set(layer->weight, {1, 1, 1, 1});
  set(layer->bias, {0.5});
  // Sums of the corners {1}, {2, 3}, {4, 7}, {5, 6, 8, 9}.
  EXPECT_THAT(elements(layer->forward(one_to_nine())), ElementsAre(1.5, 5.5, 11.5, 28.5));
}

TEST(Layers, ConvTranspose2dByHand) {
  ConvTranspose2d layer(1, 1, ConvOptions{.kernel = 2, .stride = 2});
  set(layer->weight, {1, 2, 3, 4});
  set(layer->bias, {100});
  EXPECT_THAT(elements(layer->forward(torch::tensor({1.F, 2.F}).view({1, 1, 1, 2}))),
              ElementsAre(101, 102, 102, 104, 103, 104, 106, 108));
}

TEST(Layers, ConvTranspose2dIsTheAdjointOfConv2d) {
  const ConvOptions options{.kernel = 4, .stride = 2, .padding = 1, .bias = false};
  Conv2d forth(3, 5, options);
  ConvTranspose2d back(5, 3, options);
  const auto weight = tests::normal({5, 3, 4, 4}, 1);
  set(forth->weight, elements(weight));
  set(back->weight, elements(weight));
  const auto x = tests::normal({2, 3, 8, 6}, 2);
  const auto y = tests::normal({2, 5, 4, 3}, 3);
  EXPECT_NEAR((forth->forward(x) * y).sum().item<double>(),
              (x * back->forward(y)).sum().item<double>(), 1e-3);
}

TEST(Layers, EmbeddingPicksRows) {
  Embedding layer(3, 2);
  set(layer->weight, {1, 2, 3, 4, 5, 6});
  EXPECT_THAT(elements(layer->forward(torch::tensor({2, 0, 2}))), ElementsAre(5, 6, 1, 2, 5, 6));
}

TEST(Layers, StartAtZeroAndHaveABiasOnlyIfAsked) {
  EXPECT_EQ(Linear(2, 3)->parameters().size(), 2U);
  EXPECT_EQ(Linear(2, 3, false)->parameters().size(), 1U);
  EXPECT_EQ(Conv2d(1, 2, ConvOptions{})->named_parameters().keys(),
            (std::vector<std::string>{"weight", "bias"}));
  EXPECT_EQ(ConvTranspose2d(1, 2, ConvOptions{.bias = false})->parameters().size(), 1U);
  EXPECT_THAT(elements(Linear(2, 3)->weight), testing::Each(0));
}

/// Every kind of layer once, with room for statistics.
struct AllLayers : torch::nn::Module {
  AllLayers() {
    register_module("linear", linear);
    register_module("conv", conv);
    register_module("transposed", transposed);
    register_module("norm", norm);
    register_module("embedding", embedding);
  }
  Linear linear{100, 50};
  Conv2d conv{8, 64, ConvOptions{}};
  ConvTranspose2d transposed{64, 8, ConvOptions{.kernel = 4}};
  BatchNorm2d norm{16};
  Embedding embedding{50, 100};
};

void expect_uniform(const torch::Tensor& weight, double fan_in) {
  const double bound = 1 / std::sqrt(fan_in);
  EXPECT_LE(weight.abs().max().item<double>(), bound * (1 + 1e-6));
  EXPECT_NEAR(weight.min().item<double>(), -bound, 0.01 * bound);
  EXPECT_NEAR(weight.max().item<double>(), bound, 0.01 * bound);
  EXPECT_NEAR(weight.std().item<double>(), bound / std::sqrt(3), 0.03 * bound);
  EXPECT_NEAR(weight.mean().item<double>(), 0, 0.04 * bound);
}

TEST(Layers, InitUniformFollowsTheFanIn) {
  AllLayers net;
  init_uniform(net, Random(1, "init"));
  expect_uniform(net.linear->weight, 100);
  expect_uniform(net.conv->weight, 8 * 3 * 3);
  expect_uniform(net.transposed->weight, 8 * 4 * 4);  // as torch counts it
  const double bound = 1 / std::sqrt(8 * 3 * 3);
  EXPECT_LE(net.conv->bias.abs().max().item<double>(), bound);
  EXPECT_GT(net.conv->bias.abs().max().item<double>(), bound / 2);
  EXPECT_NEAR(net.embedding->weight.std().item<double>(), 1, 0.05);
  EXPECT_GT(net.embedding->weight.max().item<double>(), 2);
}

TEST(Layers, InitNormalFollowsTheDeviation) {
  AllLayers net;
  init_uniform(net, Random(1, "init"));
  init_normal(net, 0.02, Random(1, "init"));
  for (const auto& weight :
       {net.linear->weight, net.conv->weight, net.transposed->weight, net.embedding->weight}) {
    EXPECT_NEAR(weight.std().item<double>(), 0.02, 0.001);
    EXPECT_NEAR(weight.mean().item<double>(), 0, 0.002);
  }
  EXPECT_THAT(elements(net.linear->bias), testing::Each(0));
  EXPECT_THAT(elements(net.conv->bias), testing::Each(0));
}

TEST(Layers, InitLeavesBatchNormAlone) {
  AllLayers net;
  init_uniform(net, Random(1));
  init_normal(net, 1, Random(1));
  EXPECT_THAT(elements(net.norm->weight), testing::Each(1));
  EXPECT_THAT(elements(net.norm->bias), testing::Each(0));
}

TEST(Layers, InitReachesASingleLayerAndIsAFunctionOfTheSeed) {
  Linear a(3, 4);
  Linear b(3, 4);
  init_uniform(*a, Random(1));
  init_uniform(*b, Random(1));
  EXPECT_GT(a->weight.abs().max().item<double>(), 0);
  EXPECT_TRUE(torch::equal(a->weight, b->weight));
  init_uniform(*b, Random(2));
  EXPECT_FALSE(torch::equal(a->weight, b->weight));
}

TEST(Layers, LeaveTheGlobalGeneratorAlone) {
  const auto before = tests::global_generator();
  AllLayers net;
  init_uniform(net, Random(1));
  init_normal(net, 1, Random(1));
  EXPECT_TRUE(torch::equal(tests::global_generator(), before));
}

}  // namespace
}  // namespace akin::nn
