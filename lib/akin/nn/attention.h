#pragma once

#include "akin/nn/torch.h"

namespace akin::nn {

/// softmax(q k^T / sqrt(d)) v, where the last query stands at the last key's place and none sees
/// what comes behind its own (Vaswani et al. 2017, section 3.2). float32 q [n, heads, t, d] and k,
/// v [n, heads, s, d], s >= t -> [n, t, heads * d]. Differentiable once.
torch::Tensor causal_attention(const torch::Tensor& q, const torch::Tensor& k,
                               const torch::Tensor& v);

/// Its softmax(q k^T / sqrt(d)): how much each token looks at each, [n, heads, t, s]; rows sum
/// to 1.
torch::Tensor attention_weights(const torch::Tensor& q, const torch::Tensor& k);

/// causal_attention() in LibTorch's operations: for other devices, for queries that continue a
/// text, and as the test of the fast one. They make several copies of the scores, and on a CPU a
/// small matrix product at a time.
torch::Tensor reference_attention(const torch::Tensor& q, const torch::Tensor& k,
                                  const torch::Tensor& v);

}  // namespace akin::nn
