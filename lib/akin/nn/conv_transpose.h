#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// torch::conv_transpose2d without bias, several times faster on a CPU. LibTorch has no oneDNN
/// kernel for a transposed convolution's forward pass, but that pass is by definition the gradient
/// of a convolution with respect to its input, and its own gradient is that convolution; both have
/// one. x: [n, in, h, w], weight: [in, out, k, k] -> [n, out, h', w'] with h' = (h - 1) stride - 2
/// padding + k. On other devices this is torch::conv_transpose2d.
torch::Tensor conv_transpose2d(const torch::Tensor& x, const torch::Tensor& weight,
                               std::int64_t stride, std::int64_t padding);

}  // namespace akin::nn
