#include "akin/nn/conv_transpose.h"

#include <array>

namespace akin::nn {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

struct Geometry {
  std::array<std::int64_t, 2> stride;
  std::array<std::int64_t, 2> padding;

  /// Gradients of conv2d(input, weight) given that of its output: {with respect to input, weight},
  /// those asked for.
  [[nodiscard]] std::tuple<Tensor, Tensor> conv2d_backward(const Tensor& output_gradient,
                                                           const Tensor& input,
                                                           const Tensor& weight, bool of_input,
                                                           bool of_weight) const {
    constexpr std::array<std::int64_t, 2> one = {1, 1};
    constexpr std::array<std::int64_t, 2> none = {0, 0};
    auto [input_gradient, weight_gradient, unused] = at::convolution_backward(
        output_gradient, input, weight, /*bias_sizes=*/c10::nullopt, stride, padding, one,
        /*transposed=*/false, none, /*groups=*/1, {of_input, of_weight, false});
    return {input_gradient, weight_gradient};
  }
};

class FastConvTranspose : public torch::autograd::Function<FastConvTranspose> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        std::int64_t stride, std::int64_t padding) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    const auto out = [&](std::int64_t side) {
      return (side - 1) * stride - 2 * padding + weight.size(2);
    };
    const Tensor shape_only =
        torch::empty({x.size(0), weight.size(1), out(x.size(2)), out(x.size(3))}, x.options(),
                     torch::MemoryFormat::ChannelsLast);
    const Geometry geometry{{stride, stride}, {padding, padding}};
    return std::get<0>(geometry.conv2d_backward(x, shape_only, weight, true, false));
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const std::int64_t stride = context->saved_data["stride"].toInt();
    const std::int64_t padding = context->saved_data["padding"].toInt();
    const Geometry geometry{{stride, stride}, {padding, padding}};
    const Tensor& y_gradient = gradients.front();
    Tensor x_gradient;
    if (context->needs_input_grad(0)) {
      x_gradient = torch::conv2d(y_gradient, saved[1], {}, stride, padding);
    }
    const Tensor weight_gradient =
        std::get<1>(geometry.conv2d_backward(saved[0], y_gradient, saved[1], false, true));
    return {x_gradient, weight_gradient, Tensor(), Tensor()};
  }
};

}  // namespace

Tensor conv_transpose2d(const Tensor& x, const Tensor& weight, std::int64_t stride,
                        std::int64_t padding) {
  return x.device().is_cpu() ? FastConvTranspose::apply(x, weight, stride, padding)
                             : torch::conv_transpose2d(x, weight, {}, stride, padding);
}

}  // namespace akin::nn
