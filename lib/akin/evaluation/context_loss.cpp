#include "akin/evaluation/context_loss.h"

#include <algorithm>

#include "akin/base/require.h"

namespace akin {
namespace {

using torch::Tensor;

/// The sum over a block [t + 1] of the losses of its tokens, each in the window of `length` tokens
/// that has the most of those before it. Windows begin every half of their length.
double block_loss(TextGenerator& model, const Tensor& block, std::int64_t length) {
  const std::int64_t last = block.size(0) - 1 - length;  // where the last window begins
  const std::int64_t stride = std::max<std::int64_t>(length / 2, 1);
  std::vector<std::int64_t> begins;
  for (std::int64_t begin = 0; begin < last; begin += stride) {
    begins.push_back(begin);
  }
  begins.push_back(last);
  const Tensor windows =
      block.unfold(0, length + 1, 1).index_select(0, torch::tensor(begins));  // [n, length + 1]
  const Tensor nll = model.token_nll(windows);                                // [n, length]
  double sum = 0;
  std::int64_t end = 0;  // of the tokens that count already
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const Tensor others = nll[static_cast<std::int64_t>(i)].slice(0, end - begins[i]);
    sum += others.sum(torch::kFloat64).item<double>();
    end = begins[i] + length;
  }
  return sum;
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
