#pragma once

#include <vector>

#include "akin/models/network.h"
#include "akin/nn/layers.h"

namespace akin {

/// A multi-layer perceptron with leaky ReLUs between its linear layers: [n, widths.front()] -> [n,
/// widths.back()], or [n] where the last width is 1. For data that are points rather than images.
class Mlp : public Network {
 public:
  Mlp(const std::vector<std::int64_t>& widths, Random random);
  torch::Tensor forward(const torch::Tensor& input, const Condition& condition) override;

 private:
  std::vector<nn::Linear> layers_;
};

}  // namespace akin
