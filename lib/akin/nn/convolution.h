#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// The operations of the layers of these names, in the precision of the scope, but on a CPU in f32
/// where there is a single input or output channel. On CPUs, where that was measured to be faster,
/// as products of rows (column_products.h), which is nearly always without AVX-512; else by oneDNN,
/// whose transposed convolution in LibTorch 1.13 is slow, but is the gradient of a convolution,
/// which is not; on other devices by LibTorch. Differentiable as often as wanted, without bias.

/// x [n, in, h, w], weight [out, in, k, k] -> [n, out, h', w'].
torch::Tensor conv2d(const torch::Tensor& x, const torch::Tensor& weight, std::int64_t stride,
                     std::int64_t padding);

/// x [n, in, h, w], weight [in, out, k, k] -> [n, out, h', w'].
torch::Tensor conv_transpose2d(const torch::Tensor& x, const torch::Tensor& weight,
                               std::int64_t stride, std::int64_t padding);

/// torch::pixel_shuffle(conv2d(x, weight, 1, padding), 2): "sub-pixel convolution" (Shi et al.
/// 2016). x [n, in, h, w], weight [4 out, in, k, k] -> [n, out, 2 h', 2 w'].
torch::Tensor subpixel_conv2d(const torch::Tensor& x, const torch::Tensor& weight,
                              std::int64_t padding);

}  // namespace akin::nn
