#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// r((x - mean) / sqrt(variance + eps) * weight + bias) with the mean and the biased variance of
/// each channel in this batch (Ioffe & Szegedy 2015, algorithm 1) and r(a) = a above 0, slope * a
/// elsewhere. Differentiable as often as wanted.
struct BatchNorm {
  torch::Tensor y;         ///< as x
  torch::Tensor mean;      ///< [c]
  torch::Tensor variance;  ///< [c], unbiased
};

/// float32 x [n, c, h, w] on a CPU, with more than one number to a channel; weight, bias [c]. In
/// few passes over the memory, two forwards and two backwards.
BatchNorm batch_norm(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                     double eps, double slope);

/// Its y in LibTorch's operations: for second derivatives, and as the test of the fast one.
torch::Tensor reference_batch_norm(const torch::Tensor& x, const torch::Tensor& weight,
                                   const torch::Tensor& bias, double eps, double slope);

}  // namespace akin::nn
