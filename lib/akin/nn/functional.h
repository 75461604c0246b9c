#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

// Functions of tensors as in torch.nn.functional. Those marked "fused" run on a CPU, for float32,
// as one pass forward and one backward by akin/kernels, and are differentiable once; otherwise they
// are LibTorch's operations.

/// max(x, 0)^2 (So et al. 2021, "Primer"). Fused.
torch::Tensor squared_relu(const torch::Tensor& x);

/// x / 2 (1 + erf(x / sqrt(2))) (Hendrycks & Gimpel 2016). Fused.
torch::Tensor gelu(const torch::Tensor& x);

/// x / rms(x) over the last dimension, rms(x) = sqrt(mean(x^2) + eps) (Zhang & Sennrich 2019).
torch::Tensor divide_by_rms(const torch::Tensor& x, double eps);

/// RMSNorm: gain x / rms(x), x [..., size], gain [size]. Fused.
torch::Tensor rms_norm(const torch::Tensor& x, const torch::Tensor& gain, double eps);

/// Rotary position embedding (RoPE): rotates the pairs (i, i + d/2) of x [n, heads, t, d] by
/// position * 10000^(-2i/d); the first row has position `begin` (Su et al. 2021, eq. 34).
torch::Tensor apply_rotary(const torch::Tensor& x, std::int64_t begin);

/// apply_rotary(divide_by_rms(x, eps), begin). Fused.
torch::Tensor rotary_rms_norm(const torch::Tensor& x, std::int64_t begin, double eps);

}  // namespace akin::nn
