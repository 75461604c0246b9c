#include "akin/nn/layers.h"

#include <cmath>

#include "akin/nn/autocast.h"
#include "akin/nn/convolution.h"
#include "akin/nn/random_tensors.h"

namespace akin::nn {

using torch::Tensor;

namespace {

Tensor with_bias(const Tensor& images, const Tensor& bias) {
  return bias.defined() ? images + bias.view({1, -1, 1, 1}) : images;
}

}  // namespace

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return autocast_product(x, weight, [&](const Tensor& a, const Tensor& b) {
    return torch::linear(a, b, bias.defined() ? bias.to(a.scalar_type()) : bias);
  });
}

LinearImpl::LinearImpl(std::int64_t in, std::int64_t out, bool has_bias) {
  weight = register_parameter("weight", torch::zeros({out, in}));
  bias = register_parameter("bias", has_bias ? torch::zeros({out}) : Tensor(), has_bias);
}

Tensor LinearImpl::forward(const Tensor& x) {
  return linear(x, weight, bias);
}

Conv2dImpl::Conv2dImpl(std::int64_t in, std::int64_t out, ConvOptions options) : options_(options) {
  weight = register_parameter("weight", torch::zeros({out, in, options.kernel, options.kernel}));
  bias = register_parameter("bias", options.bias ? torch::zeros({out}) : Tensor(), options.bias);
}

Tensor Conv2dImpl::forward(const Tensor& x) {
  return with_bias(conv2d(x, weight, options_.stride, options_.padding), bias);
}

SubpixelConv2dImpl::SubpixelConv2dImpl(std::int64_t in, std::int64_t out)
    : weight(register_parameter("weight", torch::zeros({4 * out, in, 3, 3}))) {}

Tensor SubpixelConv2dImpl::forward(const Tensor& x) {
  return subpixel_conv2d(x, weight, /*padding=*/1);
}

ConvTranspose2dImpl::ConvTranspose2dImpl(std::int64_t in, std::int64_t out, ConvOptions options)
    : options_(options) {
  weight = register_parameter("weight", torch::zeros({in, out, options.kernel, options.kernel}));
  bias = register_parameter("bias", options.bias ? torch::zeros({out}) : Tensor(), options.bias);
}

Tensor ConvTranspose2dImpl::forward(const Tensor& x) {
  return with_bias(conv_transpose2d(x, weight, options_.stride, options_.padding), bias);
}

BatchNorm2dImpl::BatchNorm2dImpl(std::int64_t channels)
    : weight(register_parameter("weight", torch::ones({channels}))),
      bias(register_parameter("bias", torch::zeros({channels}))),
      running_mean(register_buffer("running_mean", torch::zeros({channels}))),
      running_var(register_buffer("running_var", torch::ones({channels}))),
      num_batches_tracked(register_buffer("num_batches_tracked", torch::zeros({}, torch::kInt64))) {
}

Tensor BatchNorm2dImpl::forward(const Tensor& x, double slope) {
  constexpr double momentum = 0.1;
  constexpr double eps = 1e-5;
  if (is_training()) {
    num_batches_tracked.add_(1);
  }
  const Tensor y = torch::batch_norm(x, weight, bias, running_mean, running_var, is_training(),
                                     momentum, eps, /*cudnn_enabled=*/true);  // [n, c, h, w]
  return torch::leaky_relu(y, slope);
}

EmbeddingImpl::EmbeddingImpl(std::int64_t count, std::int64_t width) {
  weight = register_parameter("weight", torch::zeros({count, width}));
}

Tensor EmbeddingImpl::forward(const Tensor& indices) {
  return torch::embedding(weight, indices);
}

namespace {

/// Calls draw(layer, weight, bias) for layers with a weight matrix or kernel; batch norms, whose
/// weights have one dimension, keep 1 and 0. `module` may be under construction, without a shared
/// pointer to itself.
template <class Draw>
void for_each_layer(torch::nn::Module& module, const Draw& draw) {
  const torch::NoGradGuard no_grad;
  const auto visit = [&](torch::nn::Module& layer) {
    const auto parameters = layer.named_parameters(/*recurse=*/false);
    const auto* weight = parameters.find("weight");
    if (weight != nullptr && weight->dim() >= 2) {
      const auto* bias = parameters.find("bias");
      draw(layer, *weight, bias != nullptr ? *bias : Tensor());
    }
  };
  visit(module);
  for (const auto& layer : module.modules(/*include_self=*/false)) {
    visit(*layer);
  }
}

}  // namespace

void init_uniform(torch::nn::Module& module, Random random) {
  for_each_layer(module, [&](torch::nn::Module& layer, const Tensor& weight, const Tensor& bias) {
    if (layer.as<EmbeddingImpl>() != nullptr) {
      weight.copy_(normal(random, weight.sizes()));
      return;
    }
    const std::int64_t fan_in = weight.numel() / weight.size(0);
    const double bound = 1.0 / std::sqrt(static_cast<double>(fan_in));
    weight.copy_(uniform(random, weight.sizes(), -bound, bound));
    if (bias.defined()) {
      bias.copy_(uniform(random, bias.sizes(), -bound, bound));
    }
  });
}

void init_normal(torch::nn::Module& module, double std, Random random) {
  for_each_layer(module, [&](torch::nn::Module&, const Tensor& weight, const Tensor& bias) {
    weight.copy_(normal(random, weight.sizes()) * std);
    if (bias.defined()) {
      bias.zero_();
    }
  });
}

}  // namespace akin::nn
