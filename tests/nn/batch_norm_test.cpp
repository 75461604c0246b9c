#include "akin/nn/batch_norm.h"

#include <gtest/gtest.h>

#include "akin/nn/layers.h"

#include "support/tensors.h"
#include "support/thread_count.h"

namespace akin::nn {
namespace {

using torch::Tensor;

constexpr double eps = 1e-5;

struct Case {
  std::int64_t channels;
  double slope;
  torch::MemoryFormat format;
  std::int64_t count = 6;  // of images
};

/// y and its gradients.
struct Results {
  Tensor y, grad_x, grad_weight, grad_bias;
};

class BatchNormOf : public testing::TestWithParam<Case> {
 protected:
  static constexpr double mean = 3;  // far from 0, where sums of squares cancel
  Tensor x = (tests::normal({GetParam().count, GetParam().channels, 7, 5}, 1) + mean)
                 .contiguous(GetParam().format)
                 .requires_grad_();
  Tensor weight = (tests::normal({GetParam().channels}, 2) + 1).requires_grad_();
  Tensor bias = tests::normal({GetParam().channels}, 3).requires_grad_();
  Tensor grad_y = tests::normal(x.sizes(), 4);

  [[nodiscard]] Tensor fast() const { return batch_norm(x, weight, bias, eps, GetParam().slope).y; }
  /// In double precision: in float, LibTorch's own sums are the less exact ones.
  [[nodiscard]] Tensor reference() const {
    return reference_batch_norm(x.to(torch::kFloat64), weight.to(torch::kFloat64),
                                bias.to(torch::kFloat64), eps, GetParam().slope);
  }
  [[nodiscard]] Results results(const Tensor& y) const {
    const auto at = torch::autograd::grad({y}, {x, weight, bias}, {grad_y.to(y.scalar_type())});
    return {y.detach(), at[0], at[1], at[2]};
  }
};

void expect_near(const Tensor& actual, const Tensor& expected, double relative) {
  ASSERT_EQ(actual.sizes(), expected.sizes());
  const double most = expected.abs().max().item<double>();
  EXPECT_LE((actual - expected).abs().max().item<double>(), relative * most);
}

TEST_P(BatchNormOf, HasTheValuesAndGradientsOfItsReference) {
  const Results actual = results(fast());
  const Results expected = results(reference());
  expect_near(actual.y, expected.y, 2e-6);
  expect_near(actual.grad_x, expected.grad_x, 1e-5);
  expect_near(actual.grad_weight, expected.grad_weight, 1e-5);
  expect_near(actual.grad_bias, expected.grad_bias, 1e-5);
}

TEST_P(BatchNormOf, HasTheSecondDerivativesOfItsReference) {
  const auto penalty = [&](const Tensor& y) {
    const Tensor grad_x =
        torch::autograd::grad({y}, {x}, {grad_y.to(y.scalar_type())}, {}, /*create_graph=*/true)
            .front();
    return torch::autograd::grad({grad_x.square().sum()}, {x, weight});
  };
  const auto actual = penalty(fast());
  const auto expected = penalty(reference());
  expect_near(actual[0], expected[0], 1e-4);
  expect_near(actual[1], expected[1], 1e-4);
}

TEST_P(BatchNormOf, AsALayerKeepsTheAveragesOfTorchs) {
  BatchNorm2d ours(GetParam().channels);
  torch::nn::BatchNorm2d theirs(GetParam().channels);
  theirs->to(torch::kFloat64);
  const Tensor exact = x.detach().to(torch::kFloat64);
  EXPECT_EQ(ours->named_parameters().keys(), theirs->named_parameters().keys());
  EXPECT_EQ(ours->named_buffers().keys(), theirs->named_buffers().keys());
  const auto rectified = [&](const Tensor& y) { return torch::leaky_relu(y, GetParam().slope); };
  for (int i = 0; i < 3; ++i) {
    expect_near(ours->forward(x.detach() + i, GetParam().slope),
                rectified(theirs->forward(exact + i)), 2e-6);
  }
  for (const auto& buffer : theirs->named_buffers()) {
    expect_near(ours->named_buffers()[buffer.key()], buffer.value(), 1e-6);
  }
  ours->eval();
  theirs->eval();
  expect_near(ours->forward(x, GetParam().slope), rectified(theirs->forward(exact)), 2e-6);
}

TEST_P(BatchNormOf, IsTheSameForAnyNumberOfThreads) {
  const auto with_threads = [&](int count) {
    const tests::ThreadCount threads(count);
    return results(fast());
  };
  const Results one = with_threads(1);
  const Results two = with_threads(2);
  EXPECT_TRUE(torch::equal(one.y, two.y));
  EXPECT_TRUE(torch::equal(one.grad_x, two.grad_x));
  EXPECT_TRUE(torch::equal(one.grad_weight, two.grad_weight));
}

INSTANTIATE_TEST_SUITE_P(Shapes, BatchNormOf,
                         testing::Values(Case{1, 1, torch::MemoryFormat::Contiguous},
                                         Case{5, 0.2, torch::MemoryFormat::Contiguous},
                                         Case{8, 0, torch::MemoryFormat::ChannelsLast,
                                              300},  // several chunks
                                         Case{24, 0.2, torch::MemoryFormat::ChannelsLast},
                                         Case{256, 0, torch::MemoryFormat::ChannelsLast}));

}  // namespace
}  // namespace akin::nn
