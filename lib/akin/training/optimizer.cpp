#include "akin/training/optimizer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "akin/kernels/adam.h"
#include "akin/kernels/flush_denormals.h"
#include "akin/kernels/simd.h"
#include "akin/nn/torch_parallel.h"

namespace akin {
namespace {

constexpr double clip_eps = 1e-6;

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

namespace {

const kernels::AdamKernels& adam() {
  return kernels::fastest<kernels::adam_kernels>();
}

float* at(const torch::Tensor& vector, std::int64_t offset) {
  return vector.data_ptr<float>() + offset;
}

}  // namespace

/// Makes one gradient of two.
void Adam::add_up(Mean& mean) {
  for (std::size_t i = 0; i < mean.others.size(); ++i) {
    mean.gradients[i] = mean.gradients[i].lerp(mean.others[i], mean.part);
  }
  mean.others.clear();
}

void Adam::step(Gradients gradients, double lr_factor) {
  step(Mean{std::move(gradients)}, lr_factor);
}

void Adam::step(std::vector<Gradients> shares, const std::vector<double>& weights,
                double lr_factor) {
  const torch::NoGradGuard no_grad;
  Mean mean{std::move(shares.front())};
  double sum = weights.front();
  for (std::size_t k = 1; k < shares.size(); ++k) {
    add_up(mean);
    sum += weights[k];
    mean.others = std::move(shares[k]);
    mean.part = weights[k] / sum;  // of what has been added up so far
  }
  step(std::move(mean), lr_factor);
}

void Adam::step(Mean mean, double lr_factor) {
  const torch::NoGradGuard no_grad;
  steps_ += 1;
  const auto t = static_cast<double>(steps_.item<std::int64_t>());
  const double lr = options_.lr * lr_factor;
  parameters_.values().is_cpu() && options_.one_pass ? step_on_cpu(mean, t, lr)
                                                     : step_anywhere(mean, t, lr);
}

/// Calls work(vectors, begin, end) for each parameter's part of elements [begin, end) of the
/// buffer, which the parameter may have none of.
template <class Work>
void Adam::for_parameters(const Mean& mean, std::int64_t begin, std::int64_t end,
                          const Work& work) const {
  for (std::size_t i = 0; i < mean.gradients.size(); ++i) {
    const std::int64_t offset = parameters_.offset(i);
    const kernels::AdamVectors vectors = {at(parameters_.values(), offset),
                                          at(mean.gradients[i], 0),
                                          mean.others.empty() ? nullptr : at(mean.others[i], 0),
                                          at(first_moment_, offset),
                                          at(second_moment_, offset),
                                          decayed_.defined() ? at(decayed_, offset) : nullptr};
    work(vectors, std::max<std::int64_t>(begin - offset, 0),
         std::min(end - offset, mean.gradients[i].numel()));
  }
}

double Adam::norm(const Mean& mean) const {
  const kernels::AdamStep step = {.others_weight = static_cast<float>(mean.part)};
  std::vector<double> squares(static_cast<std::size_t>(at::get_num_threads()));
  nn::parallel_parts(std::ssize(squares), first_moment_.numel(),
                     [&](std::int64_t k, std::int64_t begin, std::int64_t end) {
                       const kernels::FlushDenormals flush;
                       double sum = 0;
                       for_parameters(mean, begin, end,
                                      [&](const auto& vectors, auto first, auto last) {
                                        sum += adam().squares(step, vectors, first, last);
                                      });
                       squares[static_cast<std::size_t>(k)] = sum;
                     });
  return std::sqrt(std::accumulate(squares.begin(), squares.end(), 0.0));
}

void Adam::step_on_cpu(const Mean& mean, double t, double lr) {
  const double scale =
      options_.clip > 0 ? std::min(1.0, options_.clip / (norm(mean) + clip_eps)) : 1;
  constexpr std::int64_t floats_a_thread = 1 << 15;
  const kernels::AdamStep step = {
      .beta2 = static_cast<float>(options_.beta2),
      .one_minus_beta1 = static_cast<float>(1 - options_.beta1),
      .one_minus_beta2 = static_cast<float>(1 - options_.beta2),
      .step_size = static_cast<float>(lr / (1 - std::pow(options_.beta1, t))),
      .inverse_root_correction = static_cast<float>(1 / std::sqrt(1 - std::pow(options_.beta2, t))),
      .eps = static_cast<float>(options_.eps),
      .weight_decay = static_cast<float>(lr * options_.weight_decay),
      .gradient_scale = static_cast<float>(scale),
      .others_weight = static_cast<float>(mean.part)};
  nn::parallel_ranges(
      first_moment_.numel(), floats_a_thread, [&](std::int64_t begin, std::int64_t end) {
        const kernels::FlushDenormals flush;
        for_parameters(mean, begin, end, [&](const auto& vectors, auto first, auto last) {
          adam().step(step, vectors, first, last);
        });
      });
}

/// Nothing here waits for the device.
void Adam::step_anywhere(Mean& mean, double t, double lr) {
  add_up(mean);
  torch::Tensor values = parameters_.values();
  torch::Tensor gradients = torch::zeros_like(values);  // [total]
  for (std::size_t i = 0; i < mean.gradients.size(); ++i) {
    parameters_.view(gradients, i).copy_(mean.gradients[i]);
  }
  if (options_.clip > 0) {
    const torch::Tensor norm = gradients.norm();
    gradients.mul_(torch::where(norm > options_.clip, options_.clip / (norm + clip_eps),
                                torch::ones_like(norm)));
  }
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
