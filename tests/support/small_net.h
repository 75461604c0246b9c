#pragma once

#include "akin/nn/layers.h"
#include "akin/nn/torch.h"

namespace akin::tests {

/// Parameters of 24, 3, 15 and 5 numbers: sizes that fill no cache line.
struct SmallNet : torch::nn::Module {
  SmallNet() {
    register_module("conv", conv);
    register_module("linear", linear);
    nn::init_uniform(*this, Random(1));
  }
  torch::Tensor forward(const torch::Tensor& x) {                        // [N, 2, H, W]
    return linear->forward(torch::relu(conv->forward(x)).mean({2, 3}));  // [N, 5]
  }
  nn::Conv2d conv{2, 3, nn::ConvOptions{.kernel = 2}};
  nn::Linear linear{3, 5};
};

}  // namespace akin::tests
