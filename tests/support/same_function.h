#pragma once

#include <vector>

#include <gtest/gtest.h>

#include "support/tensors.h"

namespace akin::tests {

/// The result of a function and the gradients at its inputs.
std::vector<torch::Tensor> result_and_gradients(const std::vector<torch::Tensor>& inputs,
                                                const auto& function) {
  std::vector<torch::Tensor> leaves;
  leaves.reserve(inputs.size());
  for (const torch::Tensor& input : inputs) {
    leaves.push_back(input.detach().clone().requires_grad_());
  }
  const torch::Tensor out = function(leaves);
  std::vector<torch::Tensor> all =
      torch::autograd::grad({(out * normal(out.sizes(), 9)).sum()}, leaves);
  all.push_back(out.detach());
  return all;
}

/// Expects equal values and gradients of two functions, up to rounding.
void expect_same_function(const std::vector<torch::Tensor>& inputs, const auto& fast,
                          const auto& reference) {
  const std::vector<torch::Tensor> ours = result_and_gradients(inputs, fast);
  const std::vector<torch::Tensor> theirs = result_and_gradients(inputs, reference);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ASSERT_EQ(ours[i].sizes(), theirs[i].sizes());
    EXPECT_LT((ours[i] - theirs[i]).abs().max().item<double>(),
              2e-6 * (1 + theirs[i].abs().max().item<double>()))
        << i;
  }
}

}  // namespace akin::tests
