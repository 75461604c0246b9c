#include "akin/evaluation/context_loss.h"

#include "akin/base/require.h"

namespace akin {
namespace {

using torch::Tensor;

/// The sum over a block [t + 1] of the losses of its tokens, each given the last `length` before
/// it.
double block_loss(TextGenerator& model, const Tensor& block, std::int64_t length) {
  // Window w predicts token w + length from the `length` tokens before it, and the first window all
  // tokens before that, too.
  const Tensor windows = block.unfold(0, length + 1, 1);     // [t - length + 1, length + 1]
  const Tensor nll = model.token_nll(windows.contiguous());  // [t - length + 1, length]
  const Tensor first = nll[0].sum(torch::kFloat64);
  const Tensor others = nll.slice(0, 1).select(1, length - 1).sum(torch::kFloat64);
  return (first + others).item<double>();
}

}  // namespace

ContextLoss context_loss(TextGenerator& model, const torch::Tensor& ids) {
  const std::int64_t t = ids.size(1) - 1;
  require(t >= 1 && t <= model.context(), "[context_loss] expected 2 to {} tokens, got {}",
          model.context() + 1, t + 1);
  const torch::NoGradGuard no_grad;
  ContextLoss loss;
  for (std::int64_t length = 1; length < t; length *= 2) {
    loss.lengths.push_back(length);
  }
  loss.lengths.push_back(t);
  const auto tokens = (ids.slice(1, 1) >= 0).sum().item<double>();
  for (const std::int64_t length : loss.lengths) {
    double sum = 0;
    for (std::int64_t i = 0; i < ids.size(0); ++i) {
      sum += block_loss(model, ids[i], length);
    }
    loss.nats.push_back(sum / tokens);
  }
  return loss;
}

}  // namespace akin
