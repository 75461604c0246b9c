#include "akin/families/vae/vae_losses.h"

#include <cmath>
#include <numbers>

#include "akin/kernels/bernoulli_nll.h"
#include "akin/nn/torch_parallel.h"

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

Tensor reference_bernoulli_nll(const Tensor& logits, const Tensor& pixels) {
  return torch::binary_cross_entropy_with_logits(logits, pixels, {}, {}, torch::Reduction::None)
      .flatten(1)
      .sum(1);
}

namespace {

/// kernels::BernoulliNllKernel on rows [n, d] -> [n].
struct BernoulliNats : torch::autograd::Function<BernoulliNats> {
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& logits,
                        const Tensor& pixels, bool differentiated) {
    static const kernels::BernoulliNllKernel kernel = kernels::bernoulli_nll_kernels().front();
    constexpr std::int64_t rows_a_thread = 32;
    const Tensor nats = torch::empty({logits.size(0)}, logits.options());
    const Tensor slopes = differentiated ? torch::empty_like(logits) : Tensor();
    const std::int64_t d = logits.size(1);
    const auto* l = logits.data_ptr<float>();
    const auto* x = pixels.data_ptr<float>();
    auto* sums = nats.data_ptr<float>();
    auto* at = differentiated ? slopes.data_ptr<float>() : nullptr;
    nn::parallel_ranges(logits.size(0), rows_a_thread, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        sums[i] = kernel(l + i * d, x + i * d, d, at != nullptr ? at + i * d : nullptr);
      }
    });
    context->save_for_backward({slopes});
    return nats;
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const Tensor slopes = context->get_saved_variables().front();
    return {slopes * gradients.front().unsqueeze(1), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor bernoulli_nll(const Tensor& logits, const Tensor& pixels) {
  if (!logits.is_cpu() || pixels.requires_grad()) {
    return reference_bernoulli_nll(logits, pixels);
  }
  const bool differentiated = torch::GradMode::is_enabled() && logits.requires_grad();
  return BernoulliNats::apply(logits.flatten(1).contiguous(), pixels.flatten(1).contiguous(),
                              differentiated);
}

Tensor continuous_bernoulli_nll(const Tensor& logits, const Tensor& pixels) {
  const Tensor l = safe(logits);
  const Tensor closed = torch::log(l / torch::tanh(0.5 * l));
  const Tensor square = logits.square();
  const Tensor series = std::numbers::ln2 + square / 12.0 - square.square() * (7.0 / 1440.0);
  const Tensor log_c = torch::where(is_small(logits), series, closed);
  return bernoulli_nll(logits, pixels) - log_c.flatten(1).sum(1);
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

namespace {

constexpr double half_level = 0.5 / 255;

}  // namespace

Tensor discretized_logistic_nll(const Tensor& mean, const Tensor& log_scale, const Tensor& pixels) {
  const Tensor inverse = (-log_scale).exp();
  const Tensor upper = (pixels - mean + half_level) * inverse;
  const Tensor lower = (pixels - mean - half_level) * inverse;
  const Tensor above_black = (pixels > half_level).to(pixels.dtype());
  const Tensor below_white = (pixels < 1 - half_level).to(pixels.dtype());
  // sigmoid(u) - sigmoid(l) = sigmoid(u) sigmoid(-l) (1 - e^(l - u)), in which nothing cancels.
  const Tensor log_p = below_white * torch::log_sigmoid(upper) +
                       above_black * torch::log_sigmoid(-lower) +
                       below_white * above_black * (-torch::expm1(-2 * half_level * inverse)).log();
  return -log_p.flatten(1).sum(1);
}

Tensor discretized_logistic_quantile(const Tensor& mean, const Tensor& log_scale,
                                     const Tensor& uniform) {
  const Tensor x = mean + log_scale.exp() * torch::logit(uniform);
  return (x.clamp(0, 1) * 255).round() / 255;
}

Tensor gaussian_nll(const Tensor& mean, const Tensor& log_scale, const Tensor& pixels) {
  const double half_log_two_pi = 0.5 * std::log(2.0 * std::numbers::pi);
  const Tensor nats =
      0.5 * ((pixels - mean) * (-log_scale).exp()).square() + log_scale + half_log_two_pi;
  return nats.flatten(1).sum(1);
}

Tensor free_bits(const Tensor& kl, double nats) {
  return kl.mean(0).clamp_min(nats).sum();
}

Tensor gaussian_log_density(const Tensor& x, const Tensor& mean, const Tensor& log_variance) {
  const double log_two_pi = std::log(2.0 * std::numbers::pi);
  return -0.5 * ((x - mean).square() * (-log_variance).exp() + log_variance + log_two_pi).sum(-1);
}

}  // namespace akin
