#pragma once

#include <memory>
#include <vector>

#include "akin/inference/transformer_shape.h"
#include "akin/nn/layers.h"
#include "akin/nn/torch.h"

namespace akin {

using inference::TransformerShape;

/// The keys and values of all tokens read so far, so that each new token costs one row: two tensors
/// [n, heads, tokens, width / heads] for every layer.
struct TensorKeyValueCache {
  struct Layer {
    torch::Tensor keys, values;
  };
  std::vector<Layer> layers;
  [[nodiscard]] std::int64_t length() const {
    return layers.empty() || !layers.front().keys.defined() ? 0 : layers.front().keys.size(2);
  }
};

/// A gain for each number, and no bias: x / sqrt(mean(x^2) + 1e-5) * weight (Zhang & Sennrich
/// 2019), or a LayerNorm of eps 1e-5 (Ba et al. 2016).
class GainNorm : public torch::nn::Module {
 public:
  GainNorm(std::int64_t width, bool rms);
  torch::Tensor forward(const torch::Tensor& x);  ///< [..., width] -> [..., width]

 private:
  torch::Tensor weight_;
  bool rms_;
};

/// Causal self-attention over several heads (Vaswani et al. 2017, eq. 1): softmax(q k^T / sqrt(d))
/// v.
class Attention : public torch::nn::Module {
 public:
  explicit Attention(const TransformerShape& shape);
  /// x: [n, t, width], the tokens behind those in the cache, if there is one, which grows by them.
  torch::Tensor forward(const torch::Tensor& x, TensorKeyValueCache::Layer* cache);
  /// x: [n, t, width] -> how much each token looks at each before it, [n, heads, t, t].
  torch::Tensor shares(const torch::Tensor& x);

 private:
  struct Heads {
    torch::Tensor q, k, v;  // [n, heads, t, d]
  };
  /// Of tokens that begin at a position.
  Heads heads(const torch::Tensor& x, std::int64_t begin);
  [[nodiscard]] torch::Tensor prepared(const torch::Tensor& x, std::int64_t begin) const;

  TransformerShape shape_;
  nn::Linear c_attn_, c_proj_;
};

/// A block: x + attn(ln_1(x)), then x + mlp(ln_2(x)).
class Block : public torch::nn::Module {
 public:
  explicit Block(const TransformerShape& shape);
  torch::Tensor forward(torch::Tensor x, TensorKeyValueCache::Layer* cache);
  torch::Tensor attention(const torch::Tensor& x);  ///< its Attention::shares()

 private:
  torch::Tensor mlp(const torch::Tensor& x);
  bool squared_relu_;
  std::shared_ptr<GainNorm> ln_1_, ln_2_;
  std::shared_ptr<Attention> attn_;
  std::shared_ptr<torch::nn::Module> mlp_;
  nn::Linear c_fc_, c_proj_;
};

/// A decoder-only Transformer (Radford et al. 2018), the arithmetic and the names that
/// inference::TransformerShape states: inference::Decoder reads the same weights without LibTorch.
class Transformer : public torch::nn::Module {
 public:
  /// Weights normal with deviation 0.02, those that end a residual branch 0.02 / sqrt(2 layers), as
  /// GPT-2; gains 1. Errors: those of inference::require_valid().
  Transformer(const TransformerShape& shape, Random random);

  /// tokens: int64 [n, t] -> logits of what follows each, [n, t, vocabulary]. With a cache, the
  /// tokens come behind those in it. Error: more than `context` together.
  torch::Tensor logits(const torch::Tensor& tokens, TensorKeyValueCache* cache = nullptr);

  /// tokens: int64 [n, t] -> how much each token looks at each before it, in every layer: [n,
  /// layers, heads, t, t]. Error: more than `context`.
  torch::Tensor attention(const torch::Tensor& tokens);

  [[nodiscard]] const TransformerShape& shape() const { return shape_; }

 private:
  void require_room_for(std::int64_t tokens) const;
  /// tokens: int64 [n, t], the first at position `begin` -> [n, t, width].
  torch::Tensor embedded(const torch::Tensor& tokens, std::int64_t begin);

  TransformerShape shape_;
  nn::Embedding wte_, wpe_{nullptr};
  std::vector<std::shared_ptr<Block>> blocks_;
  std::shared_ptr<GainNorm> ln_f_;
};

}  // namespace akin
