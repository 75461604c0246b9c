#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

// Of float32 or bfloat16 on a CPU in one pass forwards and one backwards, and differentiable once.

/// max(x, 0)^2 (So et al. 2021, "Primer").
torch::Tensor squared_relu(const torch::Tensor& x);

/// x / 2 (1 + erf(x / sqrt(2))) (Hendrycks & Gimpel 2016).
torch::Tensor gelu(const torch::Tensor& x);

}  // namespace akin::nn
