#include "akin/training/optimizer.h"

#include <cmath>

namespace akin {
namespace {

/// 1 where a parameter has two dimensions or more, 0 at biases, gains and padding.
torch::Tensor decay_mask(const nn::FlatParameters& parameters) {
  torch::Tensor mask = torch::zeros_like(parameters.values());
  for (std::size_t i = 0; i < parameters.names().size(); ++i) {
    torch::Tensor part = parameters.view(mask, i);
    part.fill_(part.dim() >= 2 ? 1 : 0);
  }
  return mask;
}

}  // namespace

Adam::Adam(torch::nn::Module& module, AdamOptions options)
    : parameters_(module),
      options_(options),
      decayed_(options.weight_decay > 0 ? decay_mask(parameters_) : torch::Tensor()),
      first_moment_(torch::zeros_like(parameters_.values())),
      second_moment_(torch::zeros_like(parameters_.values())),
      scratch_(torch::zeros_like(parameters_.values())),
      steps_(torch::zeros({}, torch::kInt64)) {}

void Adam::step(double lr_factor) {
  const torch::NoGradGuard no_grad;
  steps_ += 1;
  const auto t = static_cast<double>(steps_.item<std::int64_t>());
  const double correction1 = 1.0 - std::pow(options_.beta1, t);
  const double correction2 = 1.0 - std::pow(options_.beta2, t);
  torch::Tensor values = parameters_.values();
  torch::Tensor gradients = parameters_.gradients();
  const double lr = options_.lr * lr_factor;
  if (options_.clip > 0) {
    gradients.mul_((options_.clip / (gradients.norm() + 1e-6)).clamp_max(1));
  }
  if (decayed_.defined()) {
    values.addcmul_(values, decayed_, -lr * options_.weight_decay);
  }
  first_moment_.lerp_(gradients, 1.0 - options_.beta1);
  second_moment_.mul_(options_.beta2).addcmul_(gradients, gradients, 1.0 - options_.beta2);
  torch::sqrt_out(scratch_, second_moment_).mul_(1.0 / std::sqrt(correction2)).add_(options_.eps);
  values.addcdiv_(first_moment_, scratch_, -lr / correction1);
}

nn::NamedTensors Adam::state(const std::string& prefix) const {
  return {{prefix + "first_moment", first_moment_},
          {prefix + "second_moment", second_moment_},
          {prefix + "steps", steps_}};
}

}  // namespace akin
