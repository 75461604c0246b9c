#include "akin/models/mlp.h"

#include <string>

#include "akin/base/require.h"

namespace akin {

using torch::Tensor;

Mlp::Mlp(const std::vector<std::int64_t>& widths, Random random) {
  require(widths.size() >= 2, "[mlp] expected at least two widths, got {}", widths.size());
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    layers_.push_back(register_module(std::to_string(i), nn::Linear(widths[i], widths[i + 1])));
  }
  nn::init_uniform(*this, random);
}

Tensor Mlp::forward(const Tensor& input, const Condition& /*condition*/) {
  Tensor x = layers_.front()->forward(input);
  for (std::size_t i = 1; i < layers_.size(); ++i) {
    x = layers_[i]->forward(torch::leaky_relu(x, 0.2));
  }
  return x.size(1) == 1 ? x.squeeze(1) : x;
}

}  // namespace akin
