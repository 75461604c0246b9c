#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// x / rms(x) of the last dimension, rms(x) = sqrt(mean(x^2) + eps) (Zhang & Sennrich 2019), in
/// LibTorch's operations.
torch::Tensor divided_by_rms(const torch::Tensor& x, double eps);

/// gain x / rms(x): x [..., size], gain [size]. Of float32 on a CPU in one pass forwards and one
/// backwards, and differentiable once.
torch::Tensor rms_norm(const torch::Tensor& x, const torch::Tensor& gain, double eps);

/// Turns the pairs (i, i + d/2) of x [n, heads, t, d] by position * 10000^(-2i/d), the first row
/// standing at position `begin` (Su et al. 2021, eq. 34), in LibTorch's operations.
torch::Tensor rotated(const torch::Tensor& x, std::int64_t begin);

/// rotated(divided_by_rms(x, eps), begin). Of float32 on a CPU in one pass forwards and one
/// backwards, and differentiable once.
torch::Tensor rotated_rms_norm(const torch::Tensor& x, std::int64_t begin, double eps);

}  // namespace akin::nn
