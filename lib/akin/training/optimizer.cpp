#include "akin/training/optimizer.h"

#include <cmath>

namespace akin {

Adam::Adam(torch::nn::Module& module, AdamOptions options)
    : parameters_(module),
      options_(options),
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
  const auto& gradients = parameters_.gradients();
  first_moment_.lerp_(gradients, 1.0 - options_.beta1);
  second_moment_.mul_(options_.beta2).addcmul_(gradients, gradients, 1.0 - options_.beta2);
  torch::sqrt_out(scratch_, second_moment_).mul_(1.0 / std::sqrt(correction2)).add_(options_.eps);
  const double lr = options_.lr * lr_factor;
  torch::Tensor(parameters_.values()).addcdiv_(first_moment_, scratch_, -lr / correction1);
}

nn::NamedTensors Adam::state(const std::string& prefix) const {
  return {{prefix + "first_moment", first_moment_},
          {prefix + "second_moment", second_moment_},
          {prefix + "steps", steps_}};
}

}  // namespace akin
