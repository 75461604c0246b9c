#include "akin/models/vae_losses.h"

#include <cmath>
#include <numbers>

namespace akin {

using torch::Tensor;

namespace {

/// Near 0 the closed forms are 0 / 0, and series of a few terms are exact to float.
constexpr double series_below = 0.1;

Tensor is_small(const Tensor& logits) {
  return logits.abs() < series_below;
}

/// The logits where the closed form is good, else a number whose value and gradient are harmless.
Tensor safe(const Tensor& logits) {
  return torch::where(is_small(logits), torch::ones_like(logits), logits);
}

}  // namespace

Tensor bernoulli_nats(const Tensor& logits, const Tensor& pixels) {
  // -x log s(l) - (1 - x) log(1 - s(l)) = log(1 + e^l) - x l, in fewer passes over the memory than
  // LibTorch 1.13's binary_cross_entropy_with_logits, which composes it of more operations.
  return (torch::softplus(logits) - pixels * logits).flatten(1).sum(1);
}

Tensor continuous_bernoulli_nats(const Tensor& logits, const Tensor& pixels) {
  const Tensor l = safe(logits);
  const Tensor closed = torch::log(l / torch::tanh(0.5 * l));
  const Tensor square = logits.square();
  const Tensor series = std::numbers::ln2 + square / 12.0 - square.square() * (7.0 / 1440.0);
  const Tensor log_c = torch::where(is_small(logits), series, closed);
  return bernoulli_nats(logits, pixels) - log_c.flatten(1).sum(1);
}

Tensor continuous_bernoulli_mean(const Tensor& logits) {
  const Tensor l = safe(logits);
  const Tensor closed = -1.0 / torch::expm1(-l) - 1.0 / l;
  return torch::where(is_small(logits), 0.5 + logits / 12.0, closed);
}

Tensor continuous_bernoulli_quantile(const Tensor& logits, const Tensor& uniform) {
  const Tensor l = safe(logits);
  // log(1 + u (e^l - 1)) / l, for large l as 1 + log(e^-l + u (1 - e^-l)) / l.
  const Tensor negative = torch::log1p(uniform * torch::expm1(l.clamp_max(0))) / l;
  const Tensor fall = torch::exp(-l.clamp_min(0));
  const Tensor positive = 1.0 + torch::log(fall + uniform * (1.0 - fall)) / l;
  const Tensor closed = torch::where(l > 0, positive, negative);
  const Tensor series = uniform + 0.5 * logits * uniform * (1.0 - uniform);
  return torch::where(is_small(logits), series, closed).clamp(0, 1);
}

Tensor gaussian_kl(const Tensor& mean, const Tensor& log_variance) {
  return 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance);
}

Tensor free_bits(const Tensor& kl, double nats) {
  return kl.mean(0).clamp_min(nats).sum();
}

Tensor gaussian_log_density(const Tensor& x, const Tensor& mean, const Tensor& log_variance) {
  const double log_two_pi = std::log(2.0 * std::numbers::pi);
  return -0.5 * ((x - mean).square() * (-log_variance).exp() + log_variance + log_two_pi).sum(-1);
}

}  // namespace akin
