#include "akin/nn/convolution.h"

#include <array>

#include "akin/kernels/cpu_features.h"
#include "akin/nn/autocast.h"
#include "akin/nn/im2col.h"

namespace akin::nn {

using im2col::Geometry;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Side = std::array<std::int64_t, 2>;

namespace {

bool is_f32(const Tensor& x) {
  return x.scalar_type() == torch::kFloat32;
}

/// Where im2col was measured to be faster in f32. With AVX2: for all layers of the presets but the
/// one with a single output channel, which spends its time writing and reading rows. With AVX-512:
/// for a single input channel, and where an output row is so short that oneDNN cannot unroll it.
bool use_im2col(std::int64_t in, std::int64_t out, std::int64_t out_width) {
  return out > 1 && (!kernels::cpu_features().avx512f || in == 1 || out_width < 4);
}

/// In the autocast precision, except on a CPU for a single input or output channel: so few products
/// that rounding takes longer than it saves.
template <class Product>
Tensor product_in_precision(const Tensor& x, const Tensor& weight, const Product& product) {
  const bool is_thin = weight.size(0) == 1 || weight.size(1) == 1;
  return is_thin && x.is_cpu() ? product(x, weight) : autocast_product(x, weight, product);
}

/// The wanted gradients of LibTorch's convolution at {input, weight}.
std::tuple<Tensor, Tensor> library_gradients(const Tensor& gradient, const Tensor& x,
                                             const Tensor& weight, Geometry geometry,
                                             std::array<bool, 2> wanted) {
  const Side stride = {geometry.stride, geometry.stride};
  const Side padding = {geometry.padding, geometry.padding};
  constexpr Side one = {1, 1};
  constexpr Side none = {0, 0};
  auto [of_x, of_weight, unused] = at::convolution_backward(
      gradient, x, weight, /*bias_sizes=*/c10::nullopt, stride, padding, one,
      /*transposed=*/false, none, /*groups=*/1, {wanted[0], wanted[1], false});
  return {of_x, of_weight};
}

Tensor convolved(const Tensor& x, const Tensor& weight, Geometry geometry) {
  const std::int64_t out_width = geometry.outputs(x.size(3), weight.size(3));
  return is_f32(x) && use_im2col(x.size(1), weight.size(0), out_width)
             ? im2col::convolve(x, weight, geometry)
             : torch::conv2d(x, weight, {}, geometry.stride, geometry.padding);
}

Tensor gradient_at_input(const Tensor& gradient, const Tensor& weight, Side side,
                         Geometry geometry) {
  if (is_f32(gradient) && use_im2col(weight.size(1), weight.size(0), gradient.size(3))) {
    return im2col::input_gradient(gradient, weight, side, geometry);
  }
  const Tensor shape_only = torch::empty({gradient.size(0), weight.size(1), side[0], side[1]},
                                         gradient.options(), torch::MemoryFormat::ChannelsLast);
  return std::get<0>(library_gradients(gradient, shape_only, weight, geometry, {true, false}));
}

Tensor gradient_at_weight(const Tensor& x, const Tensor& gradient, std::int64_t kernel,
                          Geometry geometry) {
  // oneDNN's bf16 weight gradient takes two to three times as long, longer than in f32.
  const bool is_bf16 = x.scalar_type() == torch::kBFloat16;
  if (is_bf16 || (is_f32(x) && use_im2col(x.size(1), gradient.size(1), gradient.size(3)))) {
    return im2col::weight_gradient(x, gradient, kernel, geometry);
  }
  const Tensor shape_only =
      torch::empty({gradient.size(1), x.size(1), kernel, kernel}, x.options());
  return std::get<1>(library_gradients(gradient, x, shape_only, geometry, {false, true}));
}

// Each operation computes one of three tensors (input, weight, output) from the other two, so the
// gradients of each are the other operations, any number of times.

/// What an operation saves for its gradients.
struct Saved {
  Geometry geometry;
  Tensor a, b;

  static void store(AutogradContext* context, Geometry geometry, const Tensor& a, const Tensor& b) {
    context->save_for_backward({a, b});
    context->saved_data["stride"] = geometry.stride;
    context->saved_data["padding"] = geometry.padding;
  }
  explicit Saved(AutogradContext* context)
      : geometry{context->saved_data["stride"].toInt(), context->saved_data["padding"].toInt()} {
    const auto saved = context->get_saved_variables();
    a = saved[0];
    b = saved[1];
  }
};

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        Geometry geometry) {
    Saved::store(context, geometry, x, weight);
    return convolved(x, weight, geometry);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

struct InputGradient : torch::autograd::Function<InputGradient> {
  static Tensor forward(AutogradContext* context, const Tensor& gradient, const Tensor& weight,
                        Side side, Geometry geometry) {
    Saved::store(context, geometry, gradient, weight);
    return gradient_at_input(gradient, weight, side, geometry);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

struct WeightGradient : torch::autograd::Function<WeightGradient> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& gradient,
                        std::int64_t kernel, Geometry geometry) {
    Saved::store(context, geometry, x, gradient);
    return gradient_at_weight(x, gradient, kernel, geometry);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

Side side_of(const Tensor& images) {
  return {images.size(2), images.size(3)};
}

variable_list Convolution::backward(AutogradContext* context, const variable_list& gradients) {
  const auto& [geometry, x, weight] = Saved(context);
  const Tensor& grad_y = gradients.front();
  Tensor grad_x;
  Tensor grad_weight;
  if (context->needs_input_grad(0)) {
    grad_x = InputGradient::apply(grad_y, weight, side_of(x), geometry);
  }
  if (context->needs_input_grad(1)) {
    grad_weight = WeightGradient::apply(x, grad_y, weight.size(2), geometry);
  }
  return {grad_x, grad_weight, Tensor()};
}

variable_list InputGradient::backward(AutogradContext* context, const variable_list& gradients) {
  const auto& [geometry, y, weight] = Saved(context);
  const Tensor& grad_x = gradients.front();
  Tensor grad_y;
  Tensor grad_weight;
  if (context->needs_input_grad(0)) {
    grad_y = Convolution::apply(grad_x, weight, geometry);
  }
  if (context->needs_input_grad(1)) {
    grad_weight = WeightGradient::apply(grad_x, y, weight.size(2), geometry);
  }
  return {grad_y, grad_weight, Tensor(), Tensor()};
}

variable_list WeightGradient::backward(AutogradContext* context, const variable_list& gradients) {
  const auto& [geometry, x, y] = Saved(context);
  const Tensor& grad_weight = gradients.front();
  Tensor grad_x;
  Tensor grad_y;
  if (context->needs_input_grad(0)) {
    grad_x = InputGradient::apply(y, grad_weight, side_of(x), geometry);
  }
  if (context->needs_input_grad(1)) {
    grad_y = Convolution::apply(x, grad_weight, geometry);
  }
  return {grad_x, grad_y, Tensor(), Tensor()};
}

}  // namespace

Tensor conv2d(const Tensor& x, const Tensor& weight, std::int64_t stride, std::int64_t padding) {
  return product_in_precision(x, weight, [&](const Tensor& a, const Tensor& b) {
    return a.is_cpu() ? Convolution::apply(a, b, Geometry{stride, padding})
                      : torch::conv2d(a, b, {}, stride, padding);
  });
}

Tensor conv_transpose2d(const Tensor& x, const Tensor& weight, std::int64_t stride,
                        std::int64_t padding) {
  return product_in_precision(x, weight, [&](const Tensor& a, const Tensor& b) {
    if (!a.is_cpu()) {
      return torch::conv_transpose2d(a, b, {}, stride, padding);
    }
    const auto out = [&](std::int64_t side) {
      return (side - 1) * stride - 2 * padding + b.size(2);
    };
    return InputGradient::apply(a, b, Side{out(a.size(2)), out(a.size(3))},
                                Geometry{stride, padding});
  });
}

Tensor subpixel_conv2d(const Tensor& x, const Tensor& weight, std::int64_t padding) {
  // pixel_shuffle() takes channels as (out, dy, dx). They are computed as (dy, dx, out), so that
  // each row of the larger image is copied from contiguous memory.
  const std::int64_t out = weight.size(0) / 4;
  const Tensor reordered = weight.unflatten(0, {out, 4}).transpose(0, 1).flatten(0, 1);
  const Tensor y = conv2d(x, reordered, 1, padding);  // [n, 4 out, h, w]
  const Tensor pixels = y.permute({0, 2, 3, 1});      // [n, h, w, 4 out]
  return pixels
      .unflatten(3, {2, 2 * out})  // [n, h, w, dy, (dx, out)]
      .transpose(2, 3)             // [n, h, dy, w, (dx, out)]
      .reshape({y.size(0), 2 * y.size(2), 2 * y.size(3), out})
      .permute({0, 3, 1, 2});  // [n, out, 2 h, 2 w]
}

}  // namespace akin::nn
