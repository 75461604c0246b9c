#include "akin/families/gan/gan_losses.h"

namespace akin {

using torch::softplus;
using torch::Tensor;

Tensor minimax_discriminator_loss(const Tensor& real, const Tensor& fake) {
  return softplus(-real).mean() + softplus(fake).mean();
}

Tensor non_saturating_generator_loss(const Tensor& fake) {
  return softplus(-fake).mean();
}

Tensor smoothed_discriminator_loss(const Tensor& real, const Tensor& fake, const Tensor& targets) {
  // Cross-entropy against t is t s(-x) + (1 - t) s(x) = s(x) - t x.
  return (softplus(real) - targets * real).mean() + softplus(fake).mean();
}

Tensor hinge_discriminator_loss(const Tensor& real, const Tensor& fake) {
  return torch::relu(1 - real).mean() + torch::relu(1 + fake).mean();
}

Tensor linear_generator_loss(const Tensor& fake) {
  return -fake.mean();
}

Tensor least_squares_discriminator_loss(const Tensor& real, const Tensor& fake) {
  return 0.5 * ((real - 1).square().mean() + fake.square().mean());
}

Tensor least_squares_generator_loss(const Tensor& fake) {
  return 0.5 * (fake - 1).square().mean();
}

Tensor relativistic_loss(const Tensor& better, const Tensor& worse) {
  return softplus(worse - better).mean();
}

Tensor gradient_penalty(const Tensor& logits, const Tensor& data) {
  const auto gradients = torch::autograd::grad({logits.sum()}, {data}, /*grad_outputs=*/{},
                                               /*retain_graph=*/true, /*create_graph=*/true);
  return gradients.front().flatten(1).square().sum(1).mean();
}

}  // namespace akin
