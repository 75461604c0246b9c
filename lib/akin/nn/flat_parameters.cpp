#include "akin/nn/flat_parameters.h"

#include "akin/base/require.h"

namespace akin::nn {

using torch::Tensor;

namespace {

constexpr std::int64_t floats_per_line = 16;  // 64 bytes

std::vector<std::int64_t> dense_strides(const Tensor& parameter) {
  const auto format =
      parameter.dim() == 4 ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
  return torch::empty_like(parameter, parameter.options(), format).strides().vec();
}

}  // namespace

FlatParameters::FlatParameters(torch::nn::Module& module) {
  // LibTorch fixes its number of threads in its first parallel loop; a matrix product before that
  // uses another number and sums in another order. This call fixes it, so that the first step of a
  // run is like all others.
  at::get_num_threads();
  const auto parameters = module.named_parameters();
  require(!parameters.is_empty(), "[flat parameters] expected a module with parameters, got none");
  std::int64_t total = 0;
  for (const auto& item : parameters) {
    require(item.value().scalar_type() == torch::kFloat32,
            "[flat parameters] expected float32, got another type in '{}'", item.key());
    names_.push_back(item.key());
    slots_.push_back({total, item.value().sizes().vec(), dense_strides(item.value())});
    total += (item.value().numel() + floats_per_line - 1) / floats_per_line * floats_per_line;
  }
  const auto options = torch::dtype(torch::kFloat32).device(parameters.front().value().device());
  values_ = torch::zeros({total}, options);
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    Tensor parameter = parameters[i].value();
    Tensor stored = view(values_, i);
    stored.copy_(parameter);
    parameter.set_data(stored);
    parameters_.push_back(parameter);
  }
}

std::vector<Tensor> FlatParameters::gradients(const Tensor& output,
                                              const Tensor& grad_output) const {
  const std::vector<Tensor> at =
      grad_output.defined() ? std::vector{grad_output} : std::vector<Tensor>();
  auto gradients = torch::autograd::grad({output}, parameters_, at, c10::nullopt,
                                         /*create_graph=*/false, /*allow_unused=*/true);
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const Tensor& found = gradients[i];
    if (!found.defined()) {
      gradients[i] = torch::zeros_like(parameters_[i]);
    } else if (found.strides() != parameters_[i].strides()) {
      gradients[i] = torch::empty_like(parameters_[i]).copy_(found);
    }
  }
  return gradients;
}

Tensor FlatParameters::view(const Tensor& buffer, std::size_t i) const {
  const Slot& slot = slots_.at(i);
  return buffer.as_strided(slot.shape, slot.strides, slot.offset);
}

}  // namespace akin::nn
