#pragma once

#include <array>

#include "akin/nn/torch.h"

namespace akin::nn::im2col {

// Convolutions on a CPU as matrix products by im2col (Chellapilla et al. 2006): the input under
// each position of the kernel becomes a row of a matrix, for a few images at a time so that the
// rows fit the cache. Images are channels-last, so that a row consists of a few long pieces and
// kernels are matrices as stored. Each thread processes its own images.

struct Geometry {
  std::int64_t stride = 1;
  std::int64_t padding = 0;

  /// The output size for an input of size `side`.
  [[nodiscard]] std::int64_t outputs(std::int64_t side, std::int64_t kernel) const {
    return (side + 2 * padding - kernel) / stride + 1;
  }
};

/// float32 x [n, in, h, w] with weight [out, in, k, k] -> [n, out, h', w'].
torch::Tensor convolve(const torch::Tensor& x, const torch::Tensor& weight, Geometry geometry);

/// The gradient at the input [n, in, *side] from the float32 gradient at the output
/// [n, out, h', w'].
torch::Tensor input_gradient(const torch::Tensor& gradient, const torch::Tensor& weight,
                             std::array<std::int64_t, 2> side, Geometry geometry);

/// The gradient at the weights [out, in, kernel, kernel], of the type of x and gradient, float32 or
/// bfloat16. Products of bfloat16 are summed in float32 and rounded once per few images.
torch::Tensor weight_gradient(const torch::Tensor& x, const torch::Tensor& gradient,
                              std::int64_t kernel, Geometry geometry);

}  // namespace akin::nn::im2col
