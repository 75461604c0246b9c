#pragma once

#include <string>
#include <vector>

#include "akin/training/trainable.h"

namespace akin::tests {

/// The first moment that a training's optimiser holds of each parameter of a module that it trains.
/// After the first step it is (1 - beta1) times the gradient.
inline std::vector<torch::Tensor> first_moments(const Trainable& training,
                                                const std::string& optimizer,
                                                const torch::nn::Module& module) {
  const torch::Tensor flat = training.state().at(optimizer + ".first_moment");
  std::vector<torch::Tensor> moments;
  for (const auto& parameter : module.parameters()) {  // views of a buffer laid out as `flat`
    moments.push_back(
        flat.as_strided(parameter.sizes(), parameter.strides(), parameter.storage_offset()));
  }
  return moments;
}

}  // namespace akin::tests
