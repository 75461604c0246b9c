#include "akin/training/optimizer.h"

#include <cmath>

#include <gmock/gmock.h>

#include <fmt/format.h>
#include <torch/optim/adam.h>

#include "support/small_net.h"
#include "support/tensors.h"

namespace akin {
namespace {

using tests::elements;
using tests::SmallNet;

torch::Tensor loss_of(SmallNet& net, const torch::Tensor& x) {
  return net.forward(x).square().mean();
}

/// One weight, at first 0, for arithmetic by hand.
struct Scalar : torch::nn::Module {
  Scalar() { register_module("linear", linear); }
  nn::Linear linear{1, 1, false};
  [[nodiscard]] double value() const { return linear->weight.item<double>(); }
};

void step(Adam& adam, const torch::Tensor& loss, double lr_factor = 1) {
  adam.step(adam.parameters().gradients(loss), lr_factor);
}

std::string name_of_options(const testing::TestParamInfo<AdamOptions>& info) {
  return fmt::format("lr{:.0f}_betas{:.0f}_{:.0f}_eps{:.0f}", 1e5 * info.param.lr,
                     100 * info.param.beta1, 1000 * info.param.beta2, -std::log10(info.param.eps));
}

class AdamWithOptions : public testing::TestWithParam<AdamOptions> {};

TEST_P(AdamWithOptions, EqualsTorchOptim) {
  const AdamOptions options = GetParam();
  SmallNet ours;
  SmallNet theirs;
  Adam adam(ours, options);
  torch::optim::Adam reference(
      theirs.parameters(),
      torch::optim::AdamOptions(options.lr).betas({options.beta1, options.beta2}).eps(options.eps));
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto x = tests::normal({4, 2, 5, 5}, i);
    step(adam, loss_of(ours, x));
    reference.zero_grad();
    loss_of(theirs, x).backward();
    reference.step();
  }
  const auto expected = theirs.named_parameters();
  const SmallNet start;
  for (const auto& item : ours.named_parameters()) {
    const auto distance = (item.value() - expected[item.key()]).abs().max().item<double>();
    EXPECT_LT(distance, 1e-6) << item.key();
    EXPECT_GT((item.value() - start.named_parameters()[item.key()]).abs().max().item<double>(),
              5 * options.lr)
        << item.key();
  }
}

INSTANTIATE_TEST_SUITE_P(Options, AdamWithOptions,
                         testing::Values(AdamOptions{}, AdamOptions{1e-3, 0.0, 0.99},
                                         AdamOptions{2e-4, 0.5, 0.5},
                                         AdamOptions{1e-3, 0.9, 0.99, 1e-3}),
                         name_of_options);

TEST(Adam, FirstTwoStepsByHand) {
  Scalar net;
  Adam adam(net, {0.1, 0.5, 0.75, 0});
  step(adam, 3 * net.linear->weight.sum());
  EXPECT_NEAR(net.value(), -0.1, 1e-7);  // lr times the sign
  step(adam, -net.linear->weight.sum());
  // m = (0.5 * 1.5 - 0.5) / 0.75, v = (0.75 * 2.25 + 0.25) / 0.4375
  EXPECT_NEAR(net.value(), -0.1 - 0.1 * (0.25 / 0.75) / std::sqrt(1.9375 / 0.4375), 1e-7);
}

TEST(Adam, TheScheduleScalesTheRate) {
  Scalar net;
  Adam adam(net, {0.1, 0.5, 0.75, 0});
  step(adam, net.linear->weight.sum(), 0.25);
  EXPECT_NEAR(net.value(), -0.025, 1e-8);
  step(adam, net.linear->weight.sum(), 0);
  EXPECT_NEAR(net.value(), -0.025, 1e-8);
}

TEST(Adam, DecaysMatricesOnlyAndByTheRate) {
  SmallNet net;
  const SmallNet start;
  Adam adam(net, {.lr = 0.1, .weight_decay = 0.5});
  step(adam, 0 * loss_of(net, tests::normal({4, 2, 5, 5})), 0.5);
  const auto expected = start.named_parameters();
  for (const auto& item : net.named_parameters()) {
    const double factor = item.value().dim() >= 2 ? 1 - 0.5 * 0.1 * 0.5 : 1;
    EXPECT_TRUE(torch::allclose(item.value(), expected[item.key()] * factor)) << item.key();
  }
}

/// The gradient of the first step: ten times Adam's first moment.
torch::Tensor first_gradient(const AdamOptions& options, double times) {
  SmallNet net;
  Adam adam(net, options);
  step(adam, times * loss_of(net, tests::normal({4, 2, 5, 5})));
  return 10 * adam.state("").at("first_moment");
}

TEST(Adam, ClippingBoundsTheGlobalNorm) {
  const auto clipped = first_gradient({.clip = 0.25}, 100);
  EXPECT_NEAR(clipped.norm().item<double>(), 0.25, 1e-5);
  const auto small = first_gradient({.clip = 0.25}, 1e-4);
  EXPECT_LT(small.norm().item<double>(), 0.25);  // unclipped
  EXPECT_TRUE(torch::allclose(small, first_gradient({}, 1e-4)));
  EXPECT_TRUE(torch::allclose(small / small.norm(), clipped / 0.25, 1e-3, 1e-4));
}

TEST(Adam, StepsByTheWeightedMeanOfShards) {
  for (const double clip : {0.0, 0.1}) {
    SmallNet whole;
    SmallNet sharded;
    Adam one(whole, {.clip = clip});
    Adam three(sharded, {.clip = clip});
    const auto x = tests::normal({6, 2, 5, 5});
    step(one, loss_of(whole, x));
    std::vector<Gradients> gradients;
    for (const auto& part : {x.slice(0, 0, 1), x.slice(0, 1, 3), x.slice(0, 3, 6)}) {
      gradients.push_back(three.parameters().gradients(loss_of(sharded, part)));
    }
    three.step(gradients, {1, 2, 3}, 1);
    EXPECT_TRUE(torch::allclose(one.state("").at("first_moment"),
                                three.state("").at("first_moment"), 1e-4, 1e-8));
  }
}

TEST(Adam, OnePassEqualsLibTorchOperations) {
  for (const double clip : {0.0, 0.05, 1e6}) {
    for (const double decay : {0.0, 0.1}) {
      SmallNet nets[2];
      Adam passes(nets[0], {.lr = 0.01, .weight_decay = decay, .clip = clip});
      Adam operations(nets[1],
                      {.lr = 0.01, .weight_decay = decay, .clip = clip, .one_pass = false});
      const auto step_on_shards = [](Adam& adam, SmallNet& net, std::uint64_t seed) {
        std::vector<Gradients> gradients;
        for (const auto& part : tests::normal({6, 2, 5, 5}, seed).split(2)) {
          gradients.push_back(adam.parameters().gradients(loss_of(net, part)));
        }
        adam.step(gradients, {2, 2, 2}, 1);
      };
      for (const std::uint64_t seed : {1U, 2U, 3U}) {
        step_on_shards(passes, nets[0], seed);
        step_on_shards(operations, nets[1], seed);
      }
      for (const auto& [name, tensor] : passes.state("")) {
        EXPECT_TRUE(torch::allclose(tensor, operations.state("").at(name), 1e-4, 1e-9)) << name;
      }
      EXPECT_TRUE(torch::allclose(passes.parameters().values(), operations.parameters().values(),
                                  1e-4, 1e-6));
    }
  }
}

TEST(Adam, PaddingStaysZero) {
  SmallNet net;
  Adam adam(net, {});
  for (std::uint64_t i = 0; i < 3; ++i) {
    step(adam, loss_of(net, tests::normal({4, 2, 5, 5}, i)));
  }
  // 24 -> 32, 3 -> 16, 15 -> 16, 5 -> 16 floats.
  const auto& values = adam.parameters().values();
  ASSERT_EQ(values.numel(), 80);
  EXPECT_THAT(elements(values.slice(0, 24, 32)), testing::Each(0));
  EXPECT_THAT(elements(values.slice(0, 35, 48)), testing::Each(0));
  EXPECT_THAT(elements(values.slice(0, 63, 64)), testing::Each(0));
  EXPECT_THAT(elements(values.slice(0, 69, 80)), testing::Each(0));
}

TEST(Adam, StateIsAllThatLaterStepsDependOn) {
  SmallNet whole;
  SmallNet first;
  SmallNet second;
  Adam a(whole, {});
  Adam b(first, {});
  for (std::uint64_t i = 0; i < 3; ++i) {
    step(a, loss_of(whole, tests::normal({4, 2, 5, 5}, i)));
    step(b, loss_of(first, tests::normal({4, 2, 5, 5}, i)));
  }
  Adam c(second, {});
  nn::copy_into(nn::named_tensors(second), nn::named_tensors(first), "test");
  nn::copy_into(c.state("adam."), b.state("adam."), "test");
  EXPECT_EQ(c.state("adam.").at("adam.steps").item<std::int64_t>(), 3);
  const auto x = tests::normal({4, 2, 5, 5}, 9);
  step(a, loss_of(whole, x));
  step(c, loss_of(second, x));
  EXPECT_TRUE(torch::equal(a.parameters().values(), c.parameters().values()));
}

}  // namespace
}  // namespace akin
