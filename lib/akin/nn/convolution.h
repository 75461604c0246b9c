#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// The operations of the layers of these names. On CPUs without AVX-512, where that was measured to
/// be faster, as products of rows (column_products.h); on others by oneDNN, whose transposed
/// convolution in LibTorch 1.13 is slow, but is the gradient of a convolution, which is not; on
/// other devices by LibTorch. Differentiable as often as wanted, without bias.

/// x [n, in, h, w], weight [out, in, k, k] -> [n, out, h', w'].
torch::Tensor conv2d(const torch::Tensor& x, const torch::Tensor& weight, std::int64_t stride,
                     std::int64_t padding);

/// x [n, in, h, w], weight [in, out, k, k] -> [n, out, h', w'].
torch::Tensor conv_transpose2d(const torch::Tensor& x, const torch::Tensor& weight,
                               std::int64_t stride, std::int64_t padding);

}  // namespace akin::nn
