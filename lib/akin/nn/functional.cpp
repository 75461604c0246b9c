#include "akin/nn/functional.h"

#include "akin/kernels/activations.h"
#include "akin/kernels/norms.h"
#include "akin/kernels/simd.h"
#include "akin/nn/autograd_helpers.h"
#include "akin/nn/torch_parallel.h"

namespace akin::nn {

using kernels::Rows;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

using Versions = std::vector<kernels::ActivationKernels> (*)();

/// Calls work(begin, n) for ranges of the elements.
template <class Work>
void for_numbers(const Tensor& x, const Work& work) {
  constexpr std::int64_t numbers_per_thread = 1 << 15;
  parallel_ranges(x.numel(), numbers_per_thread,
                  [&](std::int64_t begin, std::int64_t end) { work(begin, end - begin); });
}

float* at(const Tensor& x, std::int64_t i) {
  return x.data_ptr<float>() + i;
}

template <Versions versions>
struct Activated : torch::autograd::Function<Activated<versions>> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x) {
    const Tensor x = any_x.contiguous();
    context->save_for_backward({x});
    Tensor y = torch::empty_like(x);
    const auto& activation = kernels::fastest<versions>();
    for_numbers(x,
                [&](std::int64_t i, std::int64_t n) { activation.forward(at(x, i), n, at(y, i)); });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_first_derivative("activation");
    const Tensor x = context->get_saved_variables().front();
    const Tensor grad_y = gradients.front().contiguous();
    const Tensor grad_x = torch::empty_like(x);
    const auto& activation = kernels::fastest<versions>();
    for_numbers(x, [&](std::int64_t i, std::int64_t n) {
      activation.backward(at(x, i), at(grad_y, i), n, at(grad_x, i));
    });
    return {grad_x};
  }
};

bool has_kernel(const Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat32 && x.numel() > 0;
}

}  // namespace

Tensor squared_relu(const Tensor& x) {
  return has_kernel(x) ? Activated<kernels::squared_relu_kernels>::apply(x)
                       : torch::relu(x).square();
}

Tensor gelu(const Tensor& x) {
  return has_kernel(x) ? Activated<kernels::gelu_kernels>::apply(x) : torch::gelu(x);
}

namespace {

constexpr std::int64_t norm_grain = 1 << 14;  // floats per thread

const kernels::NormKernels& norms() {
  return kernels::fastest<kernels::norm_kernels>();
}

/// Over rows of the last dimension.
kernels::Norm norm_of(const Tensor& x, double eps) {
  return {x.size(-1), static_cast<float>(eps)};
}

/// Calls work(first, count) for ranges of rows of a dense tensor.
template <class Work>
void for_rows(const Tensor& x, const Work& work) {
  const std::int64_t size = x.size(-1);
  parallel_ranges(x.numel() / size, 1 + norm_grain / size,
                  [&](std::int64_t begin, std::int64_t end) { work(begin, end - begin); });
}

Rows<float> rows(const Tensor& x, std::int64_t first) {
  const std::int64_t size = x.size(-1);
  return {x.data_ptr<float>() + first * size, size};
}

struct RmsNorm : torch::autograd::Function<RmsNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x, const Tensor& gain,
                        double eps) {
    const Tensor x = any_x.contiguous();  // [..., size]
    context->save_for_backward({x, gain});
    context->saved_data["eps"] = eps;
    Tensor y = torch::empty_like(x);  // [..., size]
    for_rows(x, [&](std::int64_t first, std::int64_t count) {
      norms().rms_norm(norm_of(x, eps), gain.data_ptr<float>(), rows(x, first), count,
                       rows(y, first));
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_first_derivative("rms norm");
    const auto saved = context->get_saved_variables();
    const Tensor& x = saved[0];                            // [..., size]
    const Tensor& gain = saved[1];                         // [size]
    const Tensor grad_y = gradients.front().contiguous();  // [..., size]
    const Tensor grad_x = torch::empty_like(x);            // [..., size]
    const std::int64_t parts = at::get_num_threads();      // each with its own sums
    const Tensor grad_gain = torch::zeros({parts, x.size(-1)});
    const auto norm = norm_of(x, context->saved_data["eps"].toDouble());
    const std::int64_t count = x.numel() / x.size(-1);
    parallel_parts(parts, count, [&](std::int64_t k, std::int64_t begin, std::int64_t end) {
      norms().rms_norm_gradient(norm, gain.data_ptr<float>(), rows(x, begin), rows(grad_y, begin),
                                end - begin, rows(grad_x, begin),
                                grad_gain.data_ptr<float>() + k * x.size(-1));
    });
    return {grad_x, grad_gain.sum(0), Tensor()};
  }
};

/// Cosines and sines [t, d / 2] of the rotary angles of positions from `begin` on.
std::pair<Tensor, Tensor> rotary_table(const Tensor& x, std::int64_t begin) {
  const std::int64_t half = x.size(3) / 2;
  const auto options = x.options().dtype(torch::kFloat32);
  const Tensor frequency =
      torch::pow(10000.0, torch::arange(half, options) * (-2.0 / static_cast<double>(x.size(3))));
  const Tensor position = torch::arange(begin, begin + x.size(2), options);  // [t]
  const Tensor angle = position.unsqueeze(1) * frequency;                    // [t, d/2]
  return {angle.cos(), angle.sin()};
}

/// Calls work(head) for each of n * heads.
template <class Work>
void for_heads(const Tensor& x, const Work& work) {
  parallel_ranges(x.size(0) * x.size(1), 1 + norm_grain / (x.size(2) * x.size(3)),
                  [&](std::int64_t begin, std::int64_t end) {
                    for (std::int64_t head = begin; head < end; ++head) {
                      work(head);
                    }
                  });
}

struct RotaryRmsNorm : torch::autograd::Function<RotaryRmsNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x, const Tensor& cosines,
                        const Tensor& sines, double eps) {
    const Tensor x = with_dense_rows(any_x);  // [n, heads, t, d]
    context->save_for_backward({x, cosines, sines});
    context->saved_data["eps"] = eps;
    Tensor y = torch::empty(x.sizes(), x.options());  // [n, heads, t, d]
    for_heads(x, [&](std::int64_t head) {
      norms().rotary_rms_norm(norm_of(x, eps), {cosines.data_ptr<float>(), sines.data_ptr<float>()},
                              head_rows<const float>(x, head), x.size(2),
                              head_rows<float>(y, head));
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_first_derivative("rms norm");
    const auto saved = context->get_saved_variables();
    const Tensor& x = saved[0];                                // [n, heads, t, d]
    const Tensor grad_y = with_dense_rows(gradients.front());  // [n, heads, t, d]
    const Tensor grad_x = empty_heads_like(x);                 // [n, heads, t, d]
    for_heads(x, [&](std::int64_t head) {
      norms().rotary_rms_norm_gradient(
          norm_of(x, context->saved_data["eps"].toDouble()),
          {saved[1].data_ptr<float>(), saved[2].data_ptr<float>()}, head_rows<const float>(x, head),
          head_rows<const float>(grad_y, head), x.size(2), head_rows<float>(grad_x, head));
    });
    return {grad_x, Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor divide_by_rms(const Tensor& x, double eps) {
  return x * torch::rsqrt(x.square().mean(-1, true) + eps);
}

Tensor rms_norm(const Tensor& x, const Tensor& gain, double eps) {
  const bool fast =
      has_kernel(x) && gain.is_contiguous() && gain.sizes() == x.sizes().slice(x.dim() - 1);
  return fast ? RmsNorm::apply(x, gain, eps) : divide_by_rms(x, eps) * gain;
}

Tensor apply_rotary(const Tensor& x, std::int64_t begin) {
  const auto [cosines, sines] = rotary_table(x, begin);
  const std::int64_t half = x.size(3) / 2;
  const Tensor a = x.slice(3, 0, half);                                      // [n, heads, t, d/2]
  const Tensor b = x.slice(3, half);                                         // [n, heads, t, d/2]
  return torch::cat({a * cosines - b * sines, a * sines + b * cosines}, 3);  // [n, heads, t, d]
}

Tensor rotary_rms_norm(const Tensor& x, std::int64_t begin, double eps) {
  if (!has_kernel(x) || x.size(3) % 2 != 0) {
    return apply_rotary(divide_by_rms(x, eps), begin);
  }
  const auto [cosines, sines] = rotary_table(x, begin);
  return RotaryRmsNorm::apply(x, cosines, sines, eps);
}

}  // namespace akin::nn
