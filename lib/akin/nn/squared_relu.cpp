#include "akin/nn/squared_relu.h"

#include "akin/nn/derivative.h"
#include "akin/nn/parallel.h"
#include "akin/numerics/squared_relu.h"

namespace akin::nn {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

const numerics::SquaredReluKernels& rectifier() {
  static const numerics::SquaredReluKernels fastest = numerics::squared_relu_kernels().front();
  return fastest;
}

/// Calls work(begin, end) for parts of the numbers.
template <class Work>
void for_numbers(const Tensor& x, const Work& work) {
  constexpr std::int64_t floats_a_thread = 1 << 15;
  nn::parallel_for(x.numel(), floats_a_thread, work);
}

struct SquaredRelu : torch::autograd::Function<SquaredRelu> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x) {
    const Tensor x = any_x.contiguous();
    context->save_for_backward({x});
    const Tensor y = torch::empty_like(x);
    const auto* in = x.data_ptr<float>();
    auto* out = y.data_ptr<float>();
    for_numbers(x, [&](std::int64_t begin, std::int64_t end) {
      rectifier().forward(in + begin, end - begin, out + begin);
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_last_derivative("squared relu");
    const Tensor x = context->get_saved_variables().front();
    const Tensor at_y = gradients.front().contiguous();
    const Tensor at_x = torch::empty_like(x);
    const auto* in = x.data_ptr<float>();
    const auto* gradient = at_y.data_ptr<float>();
    auto* out = at_x.data_ptr<float>();
    for_numbers(x, [&](std::int64_t begin, std::int64_t end) {
      rectifier().backward(in + begin, gradient + begin, end - begin, out + begin);
    });
    return {at_x};
  }
};

}  // namespace

Tensor squared_relu(const Tensor& x) {
  const bool fast = x.is_cpu() && x.scalar_type() == torch::kFloat32;
  return fast ? SquaredRelu::apply(x) : torch::relu(x).square();
}

}  // namespace akin::nn
