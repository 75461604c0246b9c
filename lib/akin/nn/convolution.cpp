#include "akin/nn/convolution.h"

#include <array>

#include "akin/nn/column_products.h"
#include "akin/nn/precision.h"

namespace akin::nn {

using columns::Geometry;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Side = std::array<std::int64_t, 2>;

namespace {

bool has_avx512() {
#if defined(__x86_64__)
  static const bool has = __builtin_cpu_supports("avx512f") != 0;
  return has;
#else
  return false;
#endif
}

bool is_f32(const Tensor& x) {
  return x.scalar_type() == torch::kFloat32;
}

/// Where products of rows were measured to be the faster way in f32. With AVX2: for all layers of
/// the presets but one; a single output channel makes them a matter of writing and reading rows.
/// With AVX-512: of a single input channel, and where so few outputs stand in a row that oneDNN has
/// little to unroll.
bool by_columns(std::int64_t in, std::int64_t out, std::int64_t out_width) {
  return out > 1 && (!has_avx512() || in == 1 || out_width < 4);
}

/// In the scope's precision; but on a CPU a layer of a single input or output channel has so few
/// products that rounding takes longer than it saves.
template <class Product>
Tensor product_in_scope(const Tensor& x, const Tensor& weight, const Product& product) {
  const bool is_thin = weight.size(0) == 1 || weight.size(1) == 1;
  return is_thin && x.is_cpu() ? product(x, weight) : rounded_product(x, weight, product);
}

/// Gradients of LibTorch's convolution, {with respect to input, weight}, those asked for.
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
  return is_f32(x) && by_columns(x.size(1), weight.size(0), out_width)
             ? columns::convolve(x, weight, geometry)
             : torch::conv2d(x, weight, {}, geometry.stride, geometry.padding);
}

Tensor gradient_at_input(const Tensor& gradient, const Tensor& weight, Side side,
                         Geometry geometry) {
  if (is_f32(gradient) && by_columns(weight.size(1), weight.size(0), gradient.size(3))) {
    return columns::input_gradient(gradient, weight, side, geometry);
  }
  const Tensor shape_only = torch::empty({gradient.size(0), weight.size(1), side[0], side[1]},
                                         gradient.options(), torch::MemoryFormat::ChannelsLast);
  return std::get<0>(library_gradients(gradient, shape_only, weight, geometry, {true, false}));
}

Tensor gradient_at_weight(const Tensor& x, const Tensor& gradient, std::int64_t kernel,
                          Geometry geometry) {
  // oneDNN's of bf16 take two to three times as long, longer than its f32 ones.
  const bool is_bf16 = x.scalar_type() == torch::kBFloat16;
  if (is_bf16 || (is_f32(x) && by_columns(x.size(1), gradient.size(1), gradient.size(3)))) {
    return columns::weight_gradient(x, gradient, kernel, geometry);
  }
  const Tensor shape_only =
      torch::empty({gradient.size(1), x.size(1), kernel, kernel}, x.options());
  return std::get<1>(library_gradients(gradient, x, shape_only, geometry, {false, true}));
}

// Of three tensors (input, weight, output) each operation takes two and makes the third. So the
// gradients of any are the other two, and of theirs again, as often as wanted.

/// What an operation keeps for its gradients.
struct Kept {
  Geometry geometry;
  Tensor a, b;

  static void store(AutogradContext* context, Geometry geometry, const Tensor& a, const Tensor& b) {
    context->save_for_backward({a, b});
    context->saved_data["stride"] = geometry.stride;
    context->saved_data["padding"] = geometry.padding;
  }
  explicit Kept(AutogradContext* context)
      : geometry{context->saved_data["stride"].toInt(), context->saved_data["padding"].toInt()} {
    const auto saved = context->get_saved_variables();
    a = saved[0];
    b = saved[1];
  }
};

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        Geometry geometry) {
    Kept::store(context, geometry, x, weight);
    return convolved(x, weight, geometry);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

struct InputGradient : torch::autograd::Function<InputGradient> {
  static Tensor forward(AutogradContext* context, const Tensor& gradient, const Tensor& weight,
                        Side side, Geometry geometry) {
    Kept::store(context, geometry, gradient, weight);
    return gradient_at_input(gradient, weight, side, geometry);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

struct WeightGradient : torch::autograd::Function<WeightGradient> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& gradient,
                        std::int64_t kernel, Geometry geometry) {
    Kept::store(context, geometry, x, gradient);
    return gradient_at_weight(x, gradient, kernel, geometry);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

Side side_of(const Tensor& images) {
  return {images.size(2), images.size(3)};
}

variable_list Convolution::backward(AutogradContext* context, const variable_list& gradients) {
  const auto& [geometry, x, weight] = Kept(context);
  const Tensor& at_y = gradients.front();
  Tensor at_x;
  Tensor at_weight;
  if (context->needs_input_grad(0)) {
    at_x = InputGradient::apply(at_y, weight, side_of(x), geometry);
  }
  if (context->needs_input_grad(1)) {
    at_weight = WeightGradient::apply(x, at_y, weight.size(2), geometry);
  }
  return {at_x, at_weight, Tensor()};
}

variable_list InputGradient::backward(AutogradContext* context, const variable_list& gradients) {
  const auto& [geometry, y, weight] = Kept(context);
  const Tensor& at_x = gradients.front();
  Tensor at_y;
  Tensor at_weight;
  if (context->needs_input_grad(0)) {
    at_y = Convolution::apply(at_x, weight, geometry);
  }
  if (context->needs_input_grad(1)) {
    at_weight = WeightGradient::apply(at_x, y, weight.size(2), geometry);
  }
  return {at_y, at_weight, Tensor(), Tensor()};
}

variable_list WeightGradient::backward(AutogradContext* context, const variable_list& gradients) {
  const auto& [geometry, x, y] = Kept(context);
  const Tensor& at_weight = gradients.front();
  Tensor at_x;
  Tensor at_y;
  if (context->needs_input_grad(0)) {
    at_x = InputGradient::apply(y, at_weight, side_of(x), geometry);
  }
  if (context->needs_input_grad(1)) {
    at_y = Convolution::apply(x, at_weight, geometry);
  }
  return {at_x, at_y, Tensor(), Tensor()};
}

}  // namespace

Tensor conv2d(const Tensor& x, const Tensor& weight, std::int64_t stride, std::int64_t padding) {
  return product_in_scope(x, weight, [&](const Tensor& a, const Tensor& b) {
    return a.is_cpu() ? Convolution::apply(a, b, Geometry{stride, padding})
                      : torch::conv2d(a, b, {}, stride, padding);
  });
}

Tensor conv_transpose2d(const Tensor& x, const Tensor& weight, std::int64_t stride,
                        std::int64_t padding) {
  return product_in_scope(x, weight, [&](const Tensor& a, const Tensor& b) {
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
  // The channels that pixel_shuffle() wants as (out, dy, dx) are computed as (dy, dx, out), so that
  // what goes to a row of the larger image lies together, and moves as it lies.
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
