#pragma once

#include <string>

#include "akin/nn/tensors.h"

namespace akin {

/// Exponential moving average of a model's parameters and floating-point buffers: the weights to
/// sample with; nearly always a gain for GANs (Yazici et al. 2019). The decay is warmed up as
/// min(decay, (1 + t) / (10 + t)), so that early samples are not stuck at the start.
class Average {
 public:
  /// `live`: the tensors to average. decay 0: off, weights() are the live tensors.
  Average(nn::NamedTensors live, double decay);

  void update();  ///< after each step of the optimiser

  /// The averaged tensors under the names of the live ones.
  [[nodiscard]] nn::NamedTensors weights(const std::string& prefix) const;
  /// The averages and the count of updates, to be saved.
  [[nodiscard]] nn::NamedTensors state(const std::string& prefix) const;

 private:
  nn::NamedTensors live_;
  nn::NamedTensors average_;
  double decay_;
  torch::Tensor updates_;  // int64 scalar
};

}  // namespace akin
