#include "akin/training/optimizer.h"

#include <cmath>

#include "akin/nn/parallel.h"
#include "akin/numerics/adam_step.h"

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
      steps_(torch::zeros({}, torch::kInt64)) {}

void Adam::step(double lr_factor) {
  const torch::NoGradGuard no_grad;
  steps_ += 1;
  const auto t = static_cast<double>(steps_.item<std::int64_t>());
  torch::Tensor gradients = parameters_.gradients();
  if (options_.clip > 0) {
    gradients.mul_((options_.clip / (gradients.norm() + 1e-6)).clamp_max(1));
  }
  const double lr = options_.lr * lr_factor;
  gradients.is_cpu() ? step_on_cpu(t, lr) : step_anywhere(t, lr);
}

void Adam::step_on_cpu(double t, double lr) {
  static const numerics::AdamKernel kernel = numerics::adam_kernels().front();
  constexpr std::int64_t floats_a_thread = 1 << 15;
  const numerics::AdamStep step = {
      .beta2 = static_cast<float>(options_.beta2),
      .new1 = static_cast<float>(1 - options_.beta1),
      .new2 = static_cast<float>(1 - options_.beta2),
      .rate = static_cast<float>(lr / (1 - std::pow(options_.beta1, t))),
      .correction = static_cast<float>(1 / std::sqrt(1 - std::pow(options_.beta2, t))),
      .eps = static_cast<float>(options_.eps),
      .decay = static_cast<float>(lr * options_.weight_decay)};
  const numerics::AdamVectors vectors = {
      parameters_.values().data_ptr<float>(), parameters_.gradients().data_ptr<float>(),
      first_moment_.data_ptr<float>(), second_moment_.data_ptr<float>(),
      decayed_.defined() ? decayed_.data_ptr<float>() : nullptr};
  nn::parallel_for(
      first_moment_.numel(), floats_a_thread,
      [&](std::int64_t begin, std::int64_t end) { kernel(step, vectors, begin, end); });
}

void Adam::step_anywhere(double t, double lr) {
  torch::Tensor values = parameters_.values();
  const torch::Tensor& gradients = parameters_.gradients();
  if (decayed_.defined()) {
    values.addcmul_(values, decayed_, -lr * options_.weight_decay);
  }
  first_moment_.lerp_(gradients, 1.0 - options_.beta1);
  second_moment_.mul_(options_.beta2).addcmul_(gradients, gradients, 1.0 - options_.beta2);
  const double correction = 1.0 / std::sqrt(1.0 - std::pow(options_.beta2, t));
  const torch::Tensor root = torch::sqrt(second_moment_).mul_(correction).add_(options_.eps);
  values.addcdiv_(first_moment_, root, -lr / (1.0 - std::pow(options_.beta1, t)));
}

nn::NamedTensors Adam::state(const std::string& prefix) const {
  return {{prefix + "first_moment", first_moment_},
          {prefix + "second_moment", second_moment_},
          {prefix + "steps", steps_}};
}

}  // namespace akin
