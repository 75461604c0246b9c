#include "akin/nn/flat_parameters.h"

#include <gmock/gmock.h>

#include "support/error_of.h"
#include "support/small_net.h"
#include "support/tensors.h"

namespace akin::nn {
namespace {

using tests::elements;
using tests::SmallNet;

TEST(FlatParameters, KeepsValuesNamesAndShapes) {
  SmallNet net;
  const SmallNet same;
  const FlatParameters flat(net);
  EXPECT_THAT(flat.names(),
              testing::ElementsAre("conv.weight", "conv.bias", "linear.weight", "linear.bias"));
  const auto expected = same.named_parameters();
  for (const auto& item : net.named_parameters()) {
    EXPECT_TRUE(torch::equal(item.value(), expected[item.key()])) << item.key();
    EXPECT_TRUE(item.value().requires_grad());
  }
}

TEST(FlatParameters, EveryParameterStartsOnA64ByteBoundary) {
  SmallNet net;
  const FlatParameters flat(net);
  // 24 -> 32, 3 -> 16, 15 -> 16, 5 -> 16 floats.
  EXPECT_EQ(flat.values().numel(), 80);
  const auto* begin = flat.values().data_ptr<float>();
  EXPECT_EQ(net.conv->weight.data_ptr<float>(), begin);
  EXPECT_EQ(net.conv->bias.data_ptr<float>(), begin + 32);
  EXPECT_EQ(net.linear->weight.data_ptr<float>(), begin + 48);
  EXPECT_EQ(net.linear->bias.data_ptr<float>(), begin + 64);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(begin) % 64, 0U);
}

TEST(FlatParameters, ParametersAreViews) {
  SmallNet net;
  const FlatParameters flat(net);
  torch::Tensor(flat.values()).fill_(7);
  EXPECT_THAT(elements(net.linear->bias), testing::Each(7));
  EXPECT_THAT(elements(net.conv->weight), testing::Each(7));
}

TEST(FlatParameters, KernelsAreChannelsLast) {
  SmallNet net;
  const FlatParameters flat(net);
  EXPECT_TRUE(net.conv->weight.is_contiguous(torch::MemoryFormat::ChannelsLast));
  // Strides of [3, 2, 2, 2] with the channel innermost.
  EXPECT_EQ(net.conv->weight.strides(), at::IntArrayRef({8, 1, 4, 2}));
  EXPECT_TRUE(net.linear->weight.is_contiguous());
}

TEST(FlatParameters, GradientsHaveTheLayoutOfParameters) {
  SmallNet net;
  SmallNet same;
  const FlatParameters flat(net);
  const auto x = tests::normal({4, 2, 5, 5});
  same.forward(x).square().sum().backward();
  const auto y = net.forward(x);
  const auto gradients = flat.gradients(y, 2 * y.detach());
  for (std::size_t i = 0; i < flat.names().size(); ++i) {
    const auto parameter = net.named_parameters()[flat.names()[i]];
    EXPECT_TRUE(torch::allclose(gradients[i], same.named_parameters()[flat.names()[i]].grad()));
    EXPECT_EQ(gradients[i].strides(), parameter.strides()) << flat.names()[i];
    EXPECT_EQ(parameter.data_ptr<float>(), flat.values().data_ptr<float>() + flat.offset(i));
  }
  // Of a part of the net, and of a number that is spread.
  const auto of_part = flat.gradients(net.linear->bias.sum());
  EXPECT_THAT(elements(of_part[0]), testing::Each(0));
  EXPECT_THAT(elements(of_part[3]), testing::Each(1));
  EXPECT_EQ(of_part[3].strides(), at::IntArrayRef({1}));
}

TEST(FlatParameters, PaddingIsZero) {
  SmallNet net;
  const FlatParameters flat(net);
  EXPECT_THAT(elements(flat.values().slice(0, 24, 32)), testing::Each(0));
  EXPECT_THAT(elements(flat.values().slice(0, 35, 48)), testing::Each(0));
  EXPECT_THAT(elements(flat.values().slice(0, 69, 80)), testing::Each(0));
}

TEST(FlatParameters, ViewsOfOtherBuffersHaveTheParametersLayout) {
  SmallNet net;
  const FlatParameters flat(net);
  const auto buffer = torch::arange(80).to(torch::kFloat32);
  EXPECT_THAT(elements(flat.view(buffer, 1)), testing::ElementsAre(32, 33, 34));
  EXPECT_EQ(flat.view(buffer, 0)[2][1][1][0].item<float>(), 2 * 8 + 1 + 4);
}

TEST(FlatParameters, RefusesInvalidModules) {
  torch::nn::Module empty;
  EXPECT_THAT(tests::error_of([&] { FlatParameters flat(empty); }),
              testing::HasSubstr("expected a module with parameters"));
  SmallNet net;
  net.to(torch::kFloat64);
  EXPECT_THAT(tests::error_of([&] { FlatParameters flat(net); }),
              testing::HasSubstr("expected float32, got another type in 'conv.weight'"));
}

}  // namespace
}  // namespace akin::nn
