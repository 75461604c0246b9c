#include "akin/families/transformer/transformer.h"

#include <cmath>
#include <string>
#include <utility>

#include "akin/base/require.h"
#include "akin/nn/attention.h"
#include "akin/nn/functional.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr double eps = 1e-5;
constexpr double qk_eps = 1e-6;

}  // namespace

GainNorm::GainNorm(std::int64_t width, bool rms)
    : weight_(register_parameter("weight", torch::ones({width}))), rms_(rms) {}

Tensor GainNorm::forward(const Tensor& x) {
  return rms_ ? nn::rms_norm(x, weight_, eps)
              : torch::layer_norm(x, weight_.sizes(), weight_, {}, eps);
}

Attention::Attention(const TransformerShape& shape)
    : shape_(shape),
      c_attn_(shape.width, 3 * shape.width, false),
      c_proj_(shape.width, shape.width, false) {
  register_module("c_attn", c_attn_);
  register_module("c_proj", c_proj_);
}

/// Queries or keys [n, heads, t, d] with QK-norm and RoPE, where the shape has them.
Tensor Attention::prepared(const Tensor& x) const {
  if (shape_.qk_norm && shape_.rotary) {
    return nn::rotary_rms_norm(x, 0, qk_eps);
  }
  const Tensor normed = shape_.qk_norm ? nn::divide_by_rms(x, qk_eps) : x;
  return shape_.rotary ? nn::apply_rotary(normed, 0) : normed;
}

Attention::Heads Attention::heads(const Tensor& x) {
  const auto thirds = c_attn_->forward(x).chunk(3, 2);  // 3 x [n, t, width]
  const auto by_head = [&](const Tensor& third) {
    return third.view({x.size(0), x.size(1), shape_.heads, shape_.width / shape_.heads})
        .transpose(1, 2);  // [n, heads, t, d]
  };
  Heads heads{by_head(thirds[0]), by_head(thirds[1]), by_head(thirds[2])};
  heads.q = prepared(heads.q);
  heads.k = prepared(heads.k);
  return heads;
}

Tensor Attention::forward(const Tensor& x, nn::Dropout* dropout) {
  const auto [q, k, v] = heads(x);
  if (dropout == nullptr) {
    return c_proj_->forward(nn::causal_attention(q, k, v));  // [n, t, width]
  }
  const Tensor weights = (*dropout)(nn::attention_weights(q, k));      // [n, heads, t, t]
  const Tensor joined = weights.matmul(v).transpose(1, 2).flatten(2);  // [n, t, width]
  return (*dropout)(c_proj_->forward(joined));                         // [n, t, width]
}

Tensor Attention::weights(const Tensor& x) {
  const Heads all = heads(x);
  return nn::attention_weights(all.q, all.k);
}

Block::Block(const TransformerShape& shape)
    : squared_relu_(shape.squared_relu),
      ln_1_(register_module("ln_1", std::make_shared<GainNorm>(shape.width, shape.rms_norm))),
      ln_2_(std::make_shared<GainNorm>(shape.width, shape.rms_norm)),
      attn_(register_module("attn", std::make_shared<Attention>(shape))),
      mlp_(std::make_shared<torch::nn::Module>()),
      c_fc_(shape.width, 4 * shape.width, false),
      c_proj_(4 * shape.width, shape.width, false) {
  register_module("ln_2", ln_2_);
  register_module("mlp", mlp_);
  mlp_->register_module("c_fc", c_fc_);
  mlp_->register_module("c_proj", c_proj_);
}

Tensor Block::forward(Tensor x, nn::Dropout* dropout) {
  x = x + attn_->forward(ln_1_->forward(x), dropout);     // [n, t, width]
  return x + nn::apply(dropout, mlp(ln_2_->forward(x)));  // [n, t, width]
}

Tensor Block::attention_weights(const Tensor& x) {
  return attn_->weights(ln_1_->forward(x));
}

Tensor Block::mlp(const Tensor& x) {
  const Tensor h = c_fc_->forward(x);  // [n, t, 4 width]
  return c_proj_->forward(squared_relu_ ? nn::squared_relu(h) : nn::gelu(h));
}

Transformer::Transformer(const TransformerShape& shape, Random random)
    : shape_((inference::require_valid(shape), shape)), wte_(shape.vocabulary_size, shape.width) {
  register_module("wte", wte_);
  if (!shape.rotary) {
    wpe_ = register_module("wpe", nn::Embedding(shape.context, shape.width));
  }
  auto list = register_module("h", std::make_shared<torch::nn::Module>());
  for (std::int64_t i = 0; i < shape.layers; ++i) {
    blocks_.push_back(list->register_module(std::to_string(i), std::make_shared<Block>(shape)));
  }
  ln_f_ = register_module("ln_f", std::make_shared<GainNorm>(shape.width, shape.rms_norm));
  constexpr double deviation = 0.02;
  nn::init_normal(*this, deviation, random);
  const torch::NoGradGuard no_grad;
  for (auto& item : named_parameters()) {
    if (item.key().find("c_proj") != std::string::npos) {
      item.value().mul_(1.0 / std::sqrt(2.0 * static_cast<double>(shape.layers)));
    }
  }
}

Tensor Transformer::embedded(const Tensor& tokens) {
  const std::int64_t t = tokens.size(1);
  require(t <= shape_.context, "[transformer] expected at most {} tokens, got {}", shape_.context,
          t);
  const Tensor x = wte_->forward(tokens);  // [n, t, width]
  return shape_.rotary ? x : x + wpe_->weight.slice(0, 0, t);
}

Tensor Transformer::attention_weights(const Tensor& tokens) {
  Tensor x = embedded(tokens);  // [n, t, width]
  std::vector<Tensor> layers;   // each [n, heads, t, t]
  for (const auto& block : blocks_) {
    layers.push_back(block->attention_weights(x));
    x = block->forward(x);
  }
  return torch::stack(layers, 1);
}

Tensor Transformer::logits(const Tensor& tokens, nn::Dropout* dropout) {
  Tensor x = nn::apply(dropout, embedded(tokens));  // [n, t, width]
  for (const auto& block : blocks_) {
    x = block->forward(x, dropout);
  }
  return nn::linear(ln_f_->forward(x), wte_->weight);  // [n, t, vocabulary_size]
}

}  // namespace akin
