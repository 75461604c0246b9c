#include <cmath>
#include <limits>

#include "reference/networks.h"

namespace akin::reference {

using namespace torch::nn;
using torch::Tensor;

namespace {

Linear linear(std::int64_t in, std::int64_t out) {
  return Linear(LinearOptions(in, out).bias(false));
}

class Block : public torch::nn::Module {
 public:
  explicit Block(const GptSizes& sizes)
      : heads_(sizes.heads),
        ln_1_(register_parameter("ln_1", torch::ones({sizes.width}))),
        ln_2_(register_parameter("ln_2", torch::ones({sizes.width}))),
        mask_(register_buffer("mask", torch::ones({sizes.context, sizes.context}).tril())),
        c_attn_(register_module("c_attn", linear(sizes.width, 3 * sizes.width))),
        attn_proj_(register_module("attn_proj", linear(sizes.width, sizes.width))),
        c_fc_(register_module("c_fc", linear(sizes.width, 4 * sizes.width))),
        mlp_proj_(register_module("mlp_proj", linear(4 * sizes.width, sizes.width))) {}

  Tensor forward(Tensor x) {
    x = x + attention(torch::layer_norm(x, {x.size(2)}, ln_1_));
    return x + mlp_proj_(torch::gelu(c_fc_(torch::layer_norm(x, {x.size(2)}, ln_2_))));
  }

 private:
  Tensor attention(const Tensor& x) {
    const std::int64_t n = x.size(0);
    const std::int64_t t = x.size(1);
    const std::int64_t width = x.size(2);
    const auto parts = c_attn_(x).split(width, 2);
    const auto by_head = [&](const Tensor& part) {
      return part.view({n, t, heads_, width / heads_}).transpose(1, 2);
    };
    const Tensor q = by_head(parts[0]);
    const Tensor k = by_head(parts[1]);
    const Tensor v = by_head(parts[2]);
    Tensor scores =
        torch::matmul(q, k.transpose(-2, -1)) / std::sqrt(static_cast<double>(width / heads_));
    scores = scores.masked_fill(mask_.slice(0, 0, t).slice(1, 0, t) == 0,
                                -std::numeric_limits<float>::infinity());
    const Tensor seen = torch::matmul(torch::softmax(scores, -1), v);
    return attn_proj_(seen.transpose(1, 2).contiguous().view({n, t, width}));
  }

  std::int64_t heads_;
  Tensor ln_1_, ln_2_, mask_;
  Linear c_attn_, attn_proj_, c_fc_, mlp_proj_;
};

}  // namespace

GptImpl::GptImpl(GptSizes sizes)
    : wte_(register_module("wte", Embedding(sizes.vocabulary, sizes.width))),
      wpe_(register_module("wpe", Embedding(sizes.context, sizes.width))),
      blocks_(register_module("h", ModuleList())),
      ln_f_(register_parameter("ln_f", torch::ones({sizes.width}))) {
  for (std::int64_t i = 0; i < sizes.layers; ++i) {
    blocks_->push_back(std::make_shared<Block>(sizes));
  }
  const torch::NoGradGuard no_grad;
  for (auto& parameter : parameters()) {
    if (parameter.dim() >= 2) {
      parameter.normal_(0, 0.02);
    }
  }
}

Tensor GptImpl::forward(const Tensor& tokens) {
  Tensor x = wte_(tokens) + wpe_(torch::arange(tokens.size(1)));
  for (const auto& block : *blocks_) {
    x = block->as<Block>()->forward(x);
  }
  return torch::linear(torch::layer_norm(x, {x.size(2)}, ln_f_), wte_->weight);
}

}  // namespace akin::reference
