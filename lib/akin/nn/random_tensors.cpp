#include "akin/nn/random_tensors.h"

#include "akin/nn/tensors.h"

namespace akin::nn {
namespace {

std::span<float> values(torch::Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

}  // namespace

torch::Tensor normal(Random& random, at::IntArrayRef shape, torch::Device device) {
  auto drawn = torch::empty(shape);
  random.fill_normal(values(drawn));
  return to_device(drawn, device);
}

torch::Tensor uniform(Random& random, at::IntArrayRef shape, double low, double high,
                      torch::Device device) {
  auto drawn = torch::empty(shape);
  random.fill_uniform(values(drawn), static_cast<float>(low), static_cast<float>(high));
  return to_device(drawn, device);
}

}  // namespace akin::nn
