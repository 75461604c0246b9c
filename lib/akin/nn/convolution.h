#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

// Convolutions without bias in the autocast precision, except that a single input or output channel
// on a CPU computes in f32. On a CPU by im2col (im2col.h) where that was measured to be faster,
// which without AVX-512 is nearly always; otherwise by oneDNN. oneDNN's transposed convolution is
// slow in LibTorch 1.13, so the gradient of a convolution takes its place. On other devices by
// LibTorch. Differentiable any number of times.

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
