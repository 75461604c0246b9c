#include "akin/training/health.h"

#include "akin/base/require.h"

namespace akin {
namespace {

[[noreturn]] void fail_diverged(const std::string& what, std::int64_t step) {
  fail(
      "[train] expected finite numbers, got NaN or infinity in {} at step {}: training has "
      "diverged; the last "
      "checkpoint is kept; try a lower --lr (a third of it) or another --seed",
      what, step);
}

bool all_finite(const torch::Tensor& tensor) {
  return tensor.isfinite().all().item<bool>();
}

}  // namespace

void require_finite(const StepMetrics& metrics, std::int64_t step) {
  for (const auto& metric : metrics) {
    if (!all_finite(metric.value)) {
      fail_diverged(metric.name, step);
    }
  }
}

void require_finite(const nn::NamedTensors& tensors, std::int64_t step) {
  for (const auto& [name, tensor] : tensors) {
    if (tensor.is_floating_point() && !all_finite(tensor)) {
      fail_diverged(name, step);
    }
  }
}

double variety(const torch::Tensor& items) {
  return torch::pdist(items.detach().to(torch::kCPU, torch::kFloat32).flatten(1))
      .mean()
      .item<double>();
}

std::optional<std::string> collapse_warning(double generated_variety, double real_variety) {
  // MNIST digits of one class alone keep 64 % (ones) to 99 % (twos) of the variety of all, so half
  // is the mark of a few pictures made over and over; a model that makes one class only is not
  // found this way.
  constexpr double suspicious = 0.5;
  if (generated_variety >= suspicious * real_variety) {
    return std::nullopt;
  }
  return fmt::format(
      "possible mode collapse: samples vary only {:.0f} % as much as the data; try another --seed "
      "or "
      "a lower --lr",
      100 * generated_variety / real_variety);
}

}  // namespace akin
