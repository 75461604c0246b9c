#include "akin/families/gan/gan_losses.h"

#include <gmock/gmock.h>

#include "support/tensors.h"

namespace akin {
namespace {

using torch::tensor;
using torch::Tensor;

// s(x) = log(1 + e^x) by a calculator.
constexpr double s_0 = 0.693147;
constexpr double s_minus_1 = 0.313262;
constexpr double s_1 = 1.313262;
constexpr double s_minus_2 = 0.126928;
constexpr double s_2 = 2.126928;

void expect_loss(const Tensor& loss, double expected) {
  EXPECT_EQ(loss.dim(), 0);
  EXPECT_NEAR(loss.item<double>(), expected, 1e-5);
}

TEST(GanLosses, MinimaxByHand) {
  expect_loss(minimax_discriminator_loss(tensor({0.F, 1.F}), tensor({0.F, -2.F})),
              (s_0 + s_minus_1) / 2 + (s_0 + s_minus_2) / 2);
}

TEST(GanLosses, NonSaturatingByHand) {
  expect_loss(non_saturating_generator_loss(tensor({0.F, 2.F})), (s_0 + s_minus_2) / 2);
}

TEST(GanLosses, SmoothedIsTheCrossEntropyAgainstItsTargets) {
  const auto fake = tensor({-2.F});
  expect_loss(smoothed_discriminator_loss(tensor({1.F}), fake, tensor({0.8F})),
              0.8 * s_minus_1 + 0.2 * s_1 + s_minus_2);
  expect_loss(smoothed_discriminator_loss(tensor({1.F}), fake, tensor({1.F})),
              s_minus_1 + s_minus_2);
}

TEST(GanLosses, HingeByHand) {
  expect_loss(hinge_discriminator_loss(tensor({0.5F, 2.F}), tensor({-2.F, 1.F})), 0.25 + 1);
  expect_loss(linear_generator_loss(tensor({-2.F, 1.F})), 0.5);
}

TEST(GanLosses, LeastSquaresByHand) {
  expect_loss(least_squares_discriminator_loss(tensor({1.F, 3.F}), tensor({0.F, 4.F})), 1 + 4);
  expect_loss(least_squares_generator_loss(tensor({0.F, 4.F})), 2.5);
}

TEST(GanLosses, RelativisticByHand) {
  expect_loss(relativistic_loss(tensor({1.F, 0.F}), tensor({0.F, 2.F})), (s_minus_1 + s_2) / 2);
}

TEST(GanLosses, StayFiniteAtHugeLogits) {
  const auto huge = tensor({1e4F});
  expect_loss(minimax_discriminator_loss(huge, -huge), 0);
  EXPECT_NEAR(minimax_discriminator_loss(-huge, huge).item<double>(), 2e4, 1);
  EXPECT_NEAR(non_saturating_generator_loss(-huge).item<double>(), 1e4, 1);
  EXPECT_NEAR(smoothed_discriminator_loss(huge, -huge, tensor({0.9F})).item<double>(), 1e3, 1);
}

TEST(GanLosses, GradientPenaltyOfALinearDiscriminatorIsItsSquaredNorm) {
  const auto w = tensor({3.F, 4.F}).requires_grad_();
  const auto data = tests::normal({5, 2}).requires_grad_();
  const auto penalty = gradient_penalty(data.matmul(w), data);
  expect_loss(penalty, 25);
  // Differentiable again: the gradient of |w|^2 is 2 w.
  penalty.backward();
  EXPECT_THAT(tests::elements(w.grad()), testing::ElementsAre(6, 8));
}

TEST(GanLosses, GradientPenaltyIsTheMeanOverTheBatch) {
  const auto data = tensor({1.F, 2.F, 0.F, 0.F}).view({2, 1, 1, 2}).requires_grad_();
  const auto penalty = gradient_penalty(data.square().sum({1, 2, 3}), data);
  expect_loss(penalty, (4 * (1 + 4) + 0) / 2.0);
  const auto again = torch::autograd::grad({penalty}, {data}).front();
  EXPECT_THAT(tests::elements(again), testing::ElementsAre(4, 8, 0, 0));  // 8 x / 2
}

TEST(GanLosses, GradientPenaltyLeavesTheGraphForTheLoss) {
  const auto w = tensor({3.F, 4.F}).requires_grad_();
  const auto data = torch::ones({1, 2}).requires_grad_();
  const auto logits = data.matmul(w);
  (logits.sum() + gradient_penalty(logits, data)).backward();
  EXPECT_THAT(tests::elements(w.grad()), testing::ElementsAre(7, 9));
}

}  // namespace
}  // namespace akin
