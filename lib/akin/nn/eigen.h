#pragma once

#include "akin/nn/torch.h"
#include "akin/numerics/neighbours.h"

namespace akin::nn {

/// [n, d] of any device -> [n, d] rows in memory, and back; both copy.
numerics::Points to_points(const torch::Tensor& tensor);
torch::Tensor to_tensor(const numerics::Points& points);

}  // namespace akin::nn
