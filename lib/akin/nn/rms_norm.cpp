#include "akin/nn/rms_norm.h"

#include "akin/nn/derivative.h"
#include "akin/nn/heads.h"
#include "akin/nn/parallel.h"
#include "akin/numerics/rms_norm.h"

namespace akin::nn {

using numerics::Rows;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

constexpr std::int64_t norm_grain = 1 << 14;  // floats to a thread

const numerics::RmsNormKernels& norms() {
  static const numerics::RmsNormKernels fastest = numerics::rms_norm_kernels().front();
  return fastest;
}

/// Of rows as long as the last dimension.
numerics::RmsNorm norm_of(const Tensor& x, double eps) {
  return {x.size(-1), static_cast<float>(eps)};
}

/// Calls work(first, count) for parts of the rows of a dense tensor.
template <class Work>
void for_rows(const Tensor& x, const Work& work) {
  const std::int64_t size = x.size(-1);
  nn::parallel_for(x.numel() / size, 1 + norm_grain / size,
                   [&](std::int64_t begin, std::int64_t end) { work(begin, end - begin); });
}

Rows<float> rows(const Tensor& x, std::int64_t first) {
  const std::int64_t size = x.size(-1);
  return {x.data_ptr<float>() + first * size, size};
}

struct Scaled : torch::autograd::Function<Scaled> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x, const Tensor& gain,
                        double eps) {
    const Tensor x = any_x.contiguous();  // [..., size]
    context->save_for_backward({x, gain});
    context->saved_data["eps"] = eps;
    const Tensor y = torch::empty_like(x);  // [..., size]
    for_rows(x, [&](std::int64_t first, std::int64_t count) {
      norms().scaled(norm_of(x, eps), gain.data_ptr<float>(), rows(x, first), count,
                     rows(y, first));
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_last_derivative("rms norm");
    const auto saved = context->get_saved_variables();
    const Tensor& x = saved[0];                          // [..., size]
    const Tensor& gain = saved[1];                       // [size]
    const Tensor at_y = gradients.front().contiguous();  // [..., size]
    const Tensor at_x = torch::empty_like(x);            // [..., size]
    const std::int64_t parts = at::get_num_threads();    // each with sums of its own
    const Tensor at_gain = torch::zeros({parts, x.size(-1)});
    const auto norm = norm_of(x, context->saved_data["eps"].toDouble());
    const std::int64_t count = x.numel() / x.size(-1);
    nn::parallel_parts(parts, count, [&](std::int64_t k, std::int64_t begin, std::int64_t end) {
      norms().scaled_gradient(norm, gain.data_ptr<float>(), rows(x, begin), rows(at_y, begin),
                              end - begin, rows(at_x, begin),
                              at_gain.data_ptr<float>() + k * x.size(-1));
    });
    return {at_x, at_gain.sum(0), Tensor()};
  }
};

/// Cosines and sines [t, d / 2] of the turns of positions from `begin` on.
std::pair<Tensor, Tensor> turns(const Tensor& x, std::int64_t begin) {
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
  nn::parallel_for(x.size(0) * x.size(1), 1 + norm_grain / (x.size(2) * x.size(3)),
                   [&](std::int64_t begin, std::int64_t end) {
                     for (std::int64_t head = begin; head < end; ++head) {
                       work(head);
                     }
                   });
}

struct Turned : torch::autograd::Function<Turned> {
  static Tensor forward(AutogradContext* context, const Tensor& any_x, const Tensor& cosines,
                        const Tensor& sines, double eps) {
    const Tensor x = with_dense_rows(any_x);  // [n, heads, t, d]
    context->save_for_backward({x, cosines, sines});
    context->saved_data["eps"] = eps;
    const Tensor y = torch::empty(x.sizes(), x.options());  // [n, heads, t, d]
    for_heads(x, [&](std::int64_t head) {
      norms().turned(norm_of(x, eps), {cosines.data_ptr<float>(), sines.data_ptr<float>()},
                     rows_of<const float>(x, head), x.size(2), rows_of<float>(y, head));
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_last_derivative("rms norm");
    const auto saved = context->get_saved_variables();
    const Tensor& x = saved[0];                              // [n, heads, t, d]
    const Tensor at_y = with_dense_rows(gradients.front());  // [n, heads, t, d]
    const Tensor at_x = heads_together(x);                   // [n, heads, t, d]
    for_heads(x, [&](std::int64_t head) {
      norms().turned_gradient(norm_of(x, context->saved_data["eps"].toDouble()),
                              {saved[1].data_ptr<float>(), saved[2].data_ptr<float>()},
                              rows_of<const float>(x, head), rows_of<const float>(at_y, head),
                              x.size(2), rows_of<float>(at_x, head));
    });
    return {at_x, Tensor(), Tensor(), Tensor()};
  }
};

bool has_passes(const Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat32 && x.numel() > 0;
}

}  // namespace

Tensor divided_by_rms(const Tensor& x, double eps) {
  return x * torch::rsqrt(x.square().mean(-1, true) + eps);
}

Tensor rms_norm(const Tensor& x, const Tensor& gain, double eps) {
  const bool fast =
      has_passes(x) && gain.is_contiguous() && gain.sizes() == x.sizes().slice(x.dim() - 1);
  return fast ? Scaled::apply(x, gain, eps) : divided_by_rms(x, eps) * gain;
}

Tensor rotated(const Tensor& x, std::int64_t begin) {
  const auto [cosines, sines] = turns(x, begin);
  const std::int64_t half = x.size(3) / 2;
  const Tensor a = x.slice(3, 0, half);                                      // [n, heads, t, d/2]
  const Tensor b = x.slice(3, half);                                         // [n, heads, t, d/2]
  return torch::cat({a * cosines - b * sines, a * sines + b * cosines}, 3);  // [n, heads, t, d]
}

Tensor rotated_rms_norm(const Tensor& x, std::int64_t begin, double eps) {
  if (!has_passes(x) || x.size(3) % 2 != 0) {
    return rotated(divided_by_rms(x, eps), begin);
  }
  const auto [cosines, sines] = turns(x, begin);
  return Turned::apply(x, cosines, sines, eps);
}

}  // namespace akin::nn
