#include "akin/models/conditioning.h"

#include "akin/base/require.h"

namespace akin {

using torch::Tensor;

Tensor append_one_hot(const Tensor& x, const Tensor& labels, std::int64_t classes) {
  if (classes == 0) {
    return x;
  }
  require(labels.defined() && labels.numel() == x.size(0),
          "[conditional network] expected {} labels, got {}", x.size(0),
          labels.defined() ? labels.numel() : 0);
  return torch::cat({x, torch::one_hot(labels, classes).to(x.scalar_type())}, 1);
}

Tensor add_projection(const Tensor& logits, const Tensor& features, nn::Embedding& embedding,
                      const Tensor& labels) {
  if (embedding.is_empty()) {
    return logits;
  }
  require(labels.defined() && labels.numel() == logits.numel(),
          "[conditional network] expected {} labels, got {}", logits.numel(),
          labels.defined() ? labels.numel() : 0);
  return logits + (embedding->forward(labels) * features).sum(1);
}

}  // namespace akin
