#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// max(x, 0)^2 (So et al. 2021, "Primer"). Of float32 on a CPU in one pass forwards and one
/// backwards, and differentiable once.
torch::Tensor squared_relu(const torch::Tensor& x);

}  // namespace akin::nn
