#include "akin/nn/activations.h"

#include "akin/nn/derivative.h"
#include "akin/nn/parallel.h"
#include "akin/numerics/activations.h"

namespace akin::nn {

using numerics::BFloat16;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

bool is_bf16(const Tensor& x) {
  return x.scalar_type() == torch::kBFloat16;
}

using Versions = std::vector<numerics::Activation> (*)();

template <Versions versions>
const numerics::Activation& fastest() {
  static const numerics::Activation first = versions().front();
  return first;
}

/// Calls work(begin, n) for parts of the numbers.
template <class Work>
void for_numbers(const Tensor& x, const Work& work) {
  constexpr std::int64_t numbers_a_thread = 1 << 15;
  nn::parallel_for(x.numel(), numbers_a_thread,
                   [&](std::int64_t begin, std::int64_t end) { work(begin, end - begin); });
}

template <class Number>
Number* at(const Tensor& x, std::int64_t i) {
  return static_cast<Number*>(x.data_ptr()) + i;
}

template <Versions versions>
struct Activated : torch::autograd::Function<Activated<versions>> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x) {
    const Tensor x = any_x.contiguous();
    context->save_for_backward({x});
    const Tensor y = torch::empty_like(x);
    const numerics::Activation& kernels = fastest<versions>();
    for_numbers(x, [&](std::int64_t i, std::int64_t n) {
      is_bf16(x) ? kernels.bf16_forward(at<BFloat16>(x, i), n, at<BFloat16>(y, i))
                 : kernels.forward(at<float>(x, i), n, at<float>(y, i));
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_last_derivative("activation");
    const Tensor x = context->get_saved_variables().front();
    const Tensor at_y = gradients.front().contiguous();
    const Tensor at_x = torch::empty_like(x);
    const numerics::Activation& kernels = fastest<versions>();
    for_numbers(x, [&](std::int64_t i, std::int64_t n) {
      is_bf16(x) ? kernels.bf16_backward(at<BFloat16>(x, i), at<BFloat16>(at_y, i), n,
                                         at<BFloat16>(at_x, i))
                 : kernels.backward(at<float>(x, i), at<float>(at_y, i), n, at<float>(at_x, i));
    });
    return {at_x};
  }
};

bool has_passes(const Tensor& x) {
  return x.is_cpu() && (x.scalar_type() == torch::kFloat32 || is_bf16(x));
}

}  // namespace

Tensor squared_relu(const Tensor& x) {
  return has_passes(x) ? Activated<numerics::squared_relus>::apply(x) : torch::relu(x).square();
}

Tensor gelu(const Tensor& x) {
  return has_passes(x) ? Activated<numerics::gelus>::apply(x) : torch::gelu(x);
}

}  // namespace akin::nn
