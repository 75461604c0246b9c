#pragma once

#include "akin/kernels/matrix_products.h"

namespace akin::kernels {

/// Scaled dot-product attention (Vaswani et al. 2017, eq. 1) of `count` queries at positions first,
/// first + 1, ... over the keys up to their own position:
///
///     weights[i] = softmax(q[i] k^T / sqrt(d)) over keys 0 to first + i, then 0
///     out[i] = weights[i] v
///
/// keys [first + count, d]; values, transposed, [d, first + count]; q and out: rows of d numbers;
/// weights: rows with room for padded_to_lanes(first + count).
void causal_attention(const MatrixKernels& kernels, const FloatMatrix& keys,
                      const FloatMatrix& values, Rows<const float> q, std::int64_t first,
                      std::int64_t count, Rows<float> weights, Rows<float> out);

/// Causal attention of one head over a sequence of t tokens of d numbers each, a multiple of
/// lane_count, with its gradient. Only blocks on the diagonal compute anything above it. Holds
/// scratch memory.
class AttentionHead {
 public:
  AttentionHead(std::int64_t t, std::int64_t d);

  /// weights [t, padded_to_lanes(t)], written up to the end of each query's diagonal block.
  void forward(Rows<const float> q, Rows<const float> k, Rows<const float> v, Rows<float> weights,
               Rows<float> out);

  struct Gradients {
    Rows<float> q, k, v;
  };
  /// From the gradient at `out` those at q, k and v.
  void backward(Rows<const float> q, Rows<const float> k, Rows<const float> v,
                Rows<const float> weights, Rows<const float> grad_out, const Gradients& gradients);

 private:
  void sum_over_queries(Rows<const float> factors, Rows<const float> rows, Rows<float> out);

  std::int64_t t_, d_, stride_;
  Floats columns_;      // [d, t]: keys or values, transposed
  Floats grad_scores_;  // [t, t]: the gradient at q k^T
  Floats transposed_;   // [t, t]
};

}  // namespace akin::kernels
