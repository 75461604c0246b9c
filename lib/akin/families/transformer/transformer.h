#pragma once

#include <memory>
#include <vector>

#include "akin/inference/transformer_shape.h"
#include "akin/nn/dropout.h"
#include "akin/nn/layers.h"
#include "akin/nn/torch.h"

namespace akin {

using inference::TransformerShape;

/// Normalisation with a gain and no bias: RMSNorm, x / sqrt(mean(x^2) + 1e-5) * weight (Zhang &
/// Sennrich 2019), or LayerNorm with eps 1e-5 (Ba et al. 2016).
class GainNorm : public torch::nn::Module {
 public:
  GainNorm(std::int64_t width, bool rms);
  torch::Tensor forward(const torch::Tensor& x);  ///< [..., width] -> [..., width]

 private:
  torch::Tensor weight_;
  bool rms_;
};

/// Causal multi-head self-attention (Vaswani et al. 2017, eq. 1): softmax(q k^T / sqrt(d)) v.
class Attention : public torch::nn::Module {
 public:
  explicit Attention(const TransformerShape& shape);
  /// x: [n, t, width] -> [n, t, width]. Dropout is of the attention weights, which are then
  /// computed by LibTorch's operations, and of the output.
  torch::Tensor forward(const torch::Tensor& x, nn::Dropout* dropout = nullptr);
  /// x: [n, t, width] -> attention weights [n, heads, t, t].
  torch::Tensor weights(const torch::Tensor& x);

 private:
  struct Heads {
    torch::Tensor q, k, v;  // [n, heads, t, d]
  };
  Heads heads(const torch::Tensor& x);
  [[nodiscard]] torch::Tensor prepared(const torch::Tensor& x) const;

  TransformerShape shape_;
  nn::Linear c_attn_, c_proj_;
};

/// A block: x + attn(ln_1(x)), then x + mlp(ln_2(x)), with dropout at the end of each branch.
class Block : public torch::nn::Module {
 public:
  explicit Block(const TransformerShape& shape);
  torch::Tensor forward(torch::Tensor x, nn::Dropout* dropout = nullptr);
  torch::Tensor attention_weights(const torch::Tensor& x);  ///< see Attention::weights()

 private:
  torch::Tensor mlp(const torch::Tensor& x);
  bool squared_relu_;
  std::shared_ptr<GainNorm> ln_1_, ln_2_;
  std::shared_ptr<Attention> attn_;
  std::shared_ptr<torch::nn::Module> mlp_;
  nn::Linear c_fc_, c_proj_;
};

/// A decoder-only Transformer (Radford et al. 2018) with the arithmetic and the names that
/// inference::TransformerShape states. inference::Decoder reads the same weights without LibTorch
/// and generates from them with a KV cache.
class Transformer : public torch::nn::Module {
 public:
  /// Weights are normal with standard deviation 0.02, or 0.02 / sqrt(2 layers) where they end a
  /// residual branch, as in GPT-2; gains are 1. Errors: those of inference::require_valid().
  Transformer(const TransformerShape& shape, Random random);

  /// tokens: int64 [n, t] -> logits of the next token at each position, [n, t, vocabulary_size].
  /// `dropout`, for training: of the embeddings, the attention weights and the residual branches,
  /// as in GPT-2. Error: more than `context` tokens.
  torch::Tensor logits(const torch::Tensor& tokens, nn::Dropout* dropout = nullptr);

  /// tokens: int64 [n, t] -> attention weights of every layer, [n, layers, heads, t, t]. Error:
  /// more than `context` tokens.
  torch::Tensor attention_weights(const torch::Tensor& tokens);

  [[nodiscard]] const TransformerShape& shape() const { return shape_; }

 private:
  torch::Tensor embedded(const torch::Tensor& tokens);  ///< int64 [n, t] -> [n, t, width]

  TransformerShape shape_;
  nn::Embedding wte_, wpe_{nullptr};
  std::vector<std::shared_ptr<Block>> blocks_;
  std::shared_ptr<GainNorm> ln_f_;
};

}  // namespace akin
