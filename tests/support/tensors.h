#pragma once

#include <cstdint>
#include <vector>

#include <ATen/Context.h>

#include "akin/nn/random_tensors.h"
#include "akin/nn/torch.h"

namespace akin::tests {

/// Standard normals that depend only on shape and seed.
inline torch::Tensor normal(at::IntArrayRef shape, std::uint64_t seed = 0) {
  Random random(seed, "test");
  return nn::normal(random, shape);
}

/// All elements in row-major order.
inline std::vector<float> elements(const torch::Tensor& tensor) {
  const auto dense = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

inline std::int64_t parameter_count(const torch::nn::Module& module) {
  std::int64_t count = 0;
  for (const auto& parameter : module.parameters()) {
    count += parameter.numel();
  }
  return count;
}

/// The state of the global generator, which only draws change.
inline torch::Tensor global_generator() {
  return at::globalContext().defaultGenerator(torch::kCPU).get_state().clone();
}

}  // namespace akin::tests
