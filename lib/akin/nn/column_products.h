#pragma once

#include <array>

#include "akin/nn/torch.h"

namespace akin::nn::columns {

// Convolutions of images on a CPU as matrix products (Chellapilla et al. 2006): what lies
// under each position of the kernel becomes a row, for a few images at a time so that the rows stay
// in the cache. Images lie as [n, h, w, channels], so that a row is made of a few long pieces and
// kernels are matrices as they stand. Each thread takes images of its own.

struct Geometry {
  std::int64_t stride = 1;
  std::int64_t padding = 0;

  /// The outputs along a side, of a kernel of that width.
  [[nodiscard]] std::int64_t outputs(std::int64_t side, std::int64_t kernel) const {
    return (side + 2 * padding - kernel) / stride + 1;
  }
};

/// float32 x [n, in, h, w] with weight [out, in, k, k] -> [n, out, h', w'].
torch::Tensor convolve(const torch::Tensor& x, const torch::Tensor& weight, Geometry geometry);

/// From the float32 gradient at the output [n, out, h', w'] that at the input [n, in, *side].
torch::Tensor input_gradient(const torch::Tensor& gradient, const torch::Tensor& weight,
                             std::array<std::int64_t, 2> side, Geometry geometry);

/// That of the weights, [out, in, kernel, kernel], of float32 or bfloat16 tensors, as they are.
/// Products of bfloat16 are added up in float32 and rounded for a few images at a time.
torch::Tensor weight_gradient(const torch::Tensor& x, const torch::Tensor& gradient,
                              std::int64_t kernel, Geometry geometry);

}  // namespace akin::nn::columns
