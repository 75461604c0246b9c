#include "akin/nn/batch_norm.h"

#include <cmath>
#include <numeric>
#include <vector>

#include "akin/kernels/batch_norm.h"
#include "akin/kernels/simd.h"
#include "akin/nn/torch_parallel.h"

namespace akin::nn {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

const kernels::BatchNormKernels& passes() {
  return kernels::fastest<kernels::batch_norm_kernels>();
}

/// Splits channels-last images into chunks of whole periods that fit a core's cache.
class Chunks {
 public:
  explicit Chunks(const Tensor& images)
      : channels_(images.size(1)), total_(images.numel()), period_(period_of(channels_)) {
    constexpr std::int64_t numbers = 1 << 15;
    length_ = std::max<std::int64_t>(numbers / period_, 1) * period_;
  }

  [[nodiscard]] std::int64_t period() const { return period_; }
  [[nodiscard]] double pixels() const { return static_cast<double>(total_ / channels_); }

  /// Calls work(chunk, first, count).
  template <class Work>
  void for_each(const Work& work) const {
    constexpr std::int64_t least = 2;  // chunks per thread: fewer are not worth waking it
    parallel_ranges(count(), least, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        work(i, i * length_, std::min(length_, total_ - i * length_));
      }
    });
  }

  /// Two sums over each channel, [2][c]. pass(first, count, a, b) adds to both sums of a period.
  /// The result does not depend on the number of threads.
  template <class Pass>
  [[nodiscard]] std::array<std::vector<double>, 2> sums(const Pass& pass) const {
    std::vector<float> parts(static_cast<std::size_t>(count() * 2 * period_));
    for_each([&](std::int64_t chunk, std::int64_t first, std::int64_t n) {
      float* part = parts.data() + chunk * 2 * period_;
      pass(first, n, part, part + period_);
    });
    std::array<std::vector<double>, 2> all;
    all.fill(std::vector<double>(static_cast<std::size_t>(channels_)));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto place = static_cast<std::int64_t>(i) % (2 * period_);
      all[static_cast<std::size_t>(place / period_)]
         [static_cast<std::size_t>(place % period_ % channels_)] += static_cast<double>(parts[i]);
    }
    return all;
  }

  /// function(c) for each channel c, repeated over the period.
  template <class Function>
  [[nodiscard]] std::vector<float> repeated(const Function& function) const {
    std::vector<float> values(static_cast<std::size_t>(period_));
    for (std::int64_t i = 0; i < period_; ++i) {
      values[static_cast<std::size_t>(i)] =
          i < channels_ ? static_cast<float>(function(static_cast<std::size_t>(i)))
                        : values[static_cast<std::size_t>(i - channels_)];
    }
    return values;
  }

 private:
  [[nodiscard]] std::int64_t count() const { return (total_ + length_ - 1) / length_; }

  /// A multiple of a register, long enough that consecutive sums are independent.
  static std::int64_t period_of(std::int64_t channels) {
    constexpr std::int64_t lanes = 16;
    constexpr std::int64_t enough = 128;
    const std::int64_t least = std::lcm(channels, lanes);
    return (enough + least - 1) / least * least;
  }

  std::int64_t channels_;
  std::int64_t total_;
  std::int64_t period_;
  std::int64_t length_;
};

Tensor channels_last(const Tensor& images) {
  return images.contiguous(torch::MemoryFormat::ChannelsLast);
}

/// [c], in double: the variance is a difference of sums.
struct Moments {
  std::vector<double> mean;
  std::vector<double> variance;  // biased
};

Moments moments_of(const Tensor& x) {
  const Chunks chunks(x);
  const auto* in = x.data_ptr<float>();
  const auto origin = chunks.repeated([&](std::size_t c) { return in[c]; });
  const kernels::BatchNormParameters norm = {chunks.period(), 1, origin.data(), nullptr, nullptr};
  auto [mean, square] = chunks.sums([&](std::int64_t first, std::int64_t n, float* a, float* b) {
    passes().moments(norm, in + first, n, a, b);
  });
  for (std::size_t c = 0; c < mean.size(); ++c) {
    const double off = mean[c] / chunks.pixels();
    square[c] = std::max(square[c] / chunks.pixels() - off * off, 0.0);
    mean[c] = static_cast<double>(origin[c]) + off;
  }
  return {std::move(mean), std::move(square)};
}

Tensor tensor_of(const std::vector<double>& values) {
  return torch::tensor(values, torch::kFloat64);
}

std::vector<double> vector_of(const Tensor& values) {
  const auto* data = values.data_ptr<double>();
  return {data, data + values.numel()};
}

/// y = r(scale x + shift) with scale = weight / deviation and shift = bias - scale mean.
class Affine {
 public:
  Affine(const Chunks& chunks, const Tensor& weight, const Tensor& bias,
         const std::vector<double>& mean, const std::vector<double>& deviation, double slope)
      : origin_(chunks.repeated([&](std::size_t c) { return mean[c]; })),
        scale_(chunks.repeated([&](std::size_t c) {
          return static_cast<double>(weight.data_ptr<float>()[c]) / deviation[c];
        })),
        shift_(chunks.repeated([&](std::size_t c) {
          return static_cast<double>(bias.data_ptr<float>()[c]) -
                 static_cast<double>(scale_[c]) * mean[c];
        })),
        norm_{chunks.period(), static_cast<float>(slope), origin_.data(), scale_.data(),
              shift_.data()} {}

  [[nodiscard]] const kernels::BatchNormParameters& norm() const { return norm_; }
  [[nodiscard]] double scale(std::size_t c) const { return static_cast<double>(scale_[c]); }

 private:
  std::vector<float> origin_, scale_, shift_;
  kernels::BatchNormParameters norm_;
};

struct Normalised : torch::autograd::Function<Normalised> {
  /// mean, deviation: float64 [c] of x, which the gradient at x takes into account.
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const Tensor& bias, const Tensor& mean, const Tensor& deviation, double eps,
                        double slope) {
    context->save_for_backward({x, weight, bias, mean, deviation});
    context->saved_data["eps"] = eps;
    context->saved_data["slope"] = slope;
    const Chunks chunks(x);
    const Affine affine(chunks, weight, bias, vector_of(mean), vector_of(deviation), slope);
    Tensor y = torch::empty_like(x);
    const auto* in = x.data_ptr<float>();
    auto* out = y.data_ptr<float>();
    chunks.for_each([&](std::int64_t /*chunk*/, std::int64_t first, std::int64_t n) {
      passes().forward(affine.norm(), in + first, n, out + first);
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    variable_list at = torch::GradMode::is_enabled()
                           ? differentiable(context, saved, gradients.front())
                           : fast(context, saved, channels_last(gradients.front()));
    at.resize(7);  // none for the other arguments
    return at;
  }

 private:
  /// Gradients at {x, weight, bias}. With deviation s, count m, g at scale x + shift and S = sum of
  /// g, P = sum of g (x - mean): weight's is P / s, bias's S, x's
  /// scale (g - S / m - (x - mean) P / (s^2 m)).
  static variable_list fast(AutogradContext* context, const variable_list& saved,
                            const Tensor& grad_y) {
    const Tensor& x = saved[0];
    const Chunks chunks(x);
    const auto mean = vector_of(saved[3]);
    const auto deviation = vector_of(saved[4]);
    const Affine affine(chunks, saved[1], saved[2], mean, deviation,
                        context->saved_data["slope"].toDouble());
    const auto* in = x.data_ptr<float>();
    const auto* gradient = grad_y.data_ptr<float>();
    auto [sum, product] = chunks.sums([&](std::int64_t first, std::int64_t n, float* a, float* b) {
      passes().gradient_sums(affine.norm(), in + first, gradient + first, n, a, b);
    });
    const double m = chunks.pixels();
    const auto factor = chunks.repeated([&, &product = product](std::size_t c) {
      return -affine.scale(c) * product[c] / (deviation[c] * deviation[c] * m);
    });
    const auto rest = chunks.repeated([&, &sum = sum](std::size_t c) {
      return -affine.scale(c) * sum[c] / m - static_cast<double>(factor[c]) * mean[c];
    });
    Tensor grad_x = torch::empty_like(x);
    auto* out = grad_x.data_ptr<float>();
    chunks.for_each([&](std::int64_t /*chunk*/, std::int64_t first, std::int64_t n) {
      passes().backward(affine.norm(), in + first, gradient + first, n, factor.data(), rest.data(),
                        out + first);
    });
    return {grad_x, (tensor_of(product) / saved[4]).to(torch::kFloat32),
            tensor_of(sum).to(torch::kFloat32)};
  }

  static variable_list differentiable(AutogradContext* context, const variable_list& saved,
                                      const Tensor& grad_y) {
    const Tensor y =
        reference_batch_norm(saved[0], saved[1], saved[2], context->saved_data["eps"].toDouble(),
                             context->saved_data["slope"].toDouble());
    variable_list wanted;
    for (std::size_t i = 0; i < 3; ++i) {
      if (context->needs_input_grad(i)) {
        wanted.push_back(saved[i]);
      }
    }
    const auto found = torch::autograd::grad({y}, wanted, {grad_y}, {}, /*create_graph=*/true);
    variable_list at(3);
    for (std::size_t i = 0, next = 0; i < 3; ++i) {
      if (context->needs_input_grad(i)) {
        at[i] = found[next++];
      }
    }
    return at;
  }
};

}  // namespace

BatchNorm batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps,
                     double slope) {
  const Tensor dense = channels_last(x);
  const Moments moments = moments_of(dense.detach());
  const Tensor variance = tensor_of(moments.variance);
  const double pixels = Chunks(dense).pixels();
  return {Normalised::apply(dense, weight, bias, tensor_of(moments.mean), (variance + eps).sqrt(),
                            eps, slope),
          tensor_of(moments.mean).to(torch::kFloat32),
          (variance * (pixels / (pixels - 1))).to(torch::kFloat32)};
}

Tensor reference_batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps,
                            double slope) {
  return torch::leaky_relu(torch::batch_norm(x, weight, bias, {}, {}, /*training=*/true,
                                             /*momentum=*/0, eps, /*cudnn_enabled=*/true),
                           slope);
}

}  // namespace akin::nn
