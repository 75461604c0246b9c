#pragma once

#include "akin/base/random.h"
#include "akin/nn/torch.h"

namespace akin::nn {

// Random tensors drawn on the CPU and then moved, so that all devices get the same numbers.

/// Standard normal.
torch::Tensor normal(Random& random, at::IntArrayRef shape, torch::Device device = torch::kCPU);

/// Uniform in [low, high).
torch::Tensor uniform(Random& random, at::IntArrayRef shape, double low, double high,
                      torch::Device device = torch::kCPU);

}  // namespace akin::nn
