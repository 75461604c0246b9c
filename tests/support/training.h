#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "akin/io/safetensors.h"
#include "akin/nn/tensors.h"
#include "akin/training/batches.h"
#include "akin/training/trainable.h"

namespace akin::tests {

inline StepContext at_step(std::int64_t step) {
  return {3, step, 1.0};
}

/// Runs steps `begin` to `end` - 1.
inline void train(Trainable& training, const Batches& batches, std::int64_t begin,
                  std::int64_t end) {
  for (std::int64_t step = begin; step < end; ++step) {
    training.step(batches(step), at_step(step));
  }
}

/// The state that later steps depend on, as bytes of a safetensors file.
inline io::Bytes state_bytes(const Trainable& training) {
  return io::format_safetensors({nn::to_raw(training.state()), {}});
}

/// The value of a step's metric; fails the test if there is none of that name.
inline double value_of(const StepMetrics& metrics, const std::string& name) {
  for (const StepMetric& metric : metrics) {
    if (metric.name == name) {
      return metric.value.item<double>();
    }
  }
  ADD_FAILURE() << "no metric " << name;
  return 0;
}

/// Adam's first moment of each parameter of a module, in the state of its training. After the first
/// step it is (1 - beta1) times the gradient.
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
