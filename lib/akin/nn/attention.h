#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// Causal scaled dot-product attention softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017, section
/// 3.2). The last query has the position of the last key, and each query attends to the keys up to
/// its own position. float32 q [n, heads, t, d] and k, v [n, heads, s, d], s >= t ->
/// [n, t, heads * d]. Differentiable once where kernels::AttentionHead computes it: on a CPU for
/// s = t > 1 and d a multiple of 16.
torch::Tensor causal_attention(const torch::Tensor& q, const torch::Tensor& k,
                               const torch::Tensor& v);

/// The attention weights softmax(q k^T / sqrt(d)) [n, heads, t, s]; rows sum to 1.
torch::Tensor attention_weights(const torch::Tensor& q, const torch::Tensor& k);

/// causal_attention() in LibTorch's operations: for other devices and for queries that continue a
/// sequence, and to test the kernel. Makes several copies of the scores and, on a CPU, one small
/// matrix product at a time.
torch::Tensor reference_attention(const torch::Tensor& q, const torch::Tensor& k,
                                  const torch::Tensor& v);

}  // namespace akin::nn
