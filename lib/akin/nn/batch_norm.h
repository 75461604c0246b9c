#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// y = r((x - mean) / sqrt(variance + eps) * weight + bias) with the mean and biased variance of
/// each channel of the batch (Ioffe & Szegedy 2015, algorithm 1), r(a) = a above 0, else slope * a.
/// Differentiable any number of times.
struct BatchNorm {
  torch::Tensor y;         ///< as x
  torch::Tensor mean;      ///< [c]
  torch::Tensor variance;  ///< [c], unbiased
};

/// float32 x [n, c, h, w] on a CPU with more than one number per channel; weight, bias [c]. Takes
/// two passes over memory forward and two backward.
BatchNorm batch_norm(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                     double eps, double slope);

/// y in LibTorch's operations, for second derivatives and to test batch_norm().
torch::Tensor reference_batch_norm(const torch::Tensor& x, const torch::Tensor& weight,
                                   const torch::Tensor& bias, double eps, double slope);

}  // namespace akin::nn
