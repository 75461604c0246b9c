#pragma once

#include <vector>

#include "akin/numerics/packed_matrix.h"
#include "akin/numerics/rows.h"

namespace akin::numerics {

/// The arithmetic that takes a Transformer's time, token by token and in its attention. Sums run
/// over k in one order, whatever `count`: a token's numbers do not depend on the tokens computed
/// beside it.
struct TransformerKernels {
  /// out[i][r] = sum over k of matrix[r][k] in[i][k], for i < count.
  void (*product)(const FloatMatrix& matrix, Rows<const float> in, Rows<float> out,
                  std::int64_t count);
  /// The same, of bf16 weights.
  void (*bf16_product)(const BFloat16Matrix& matrix, Rows<const float> in, Rows<float> out,
                       std::int64_t count);
  /// x_i = exp(x_i) / sum over j < n of exp(x_j). There is room for whole lanes, and what lies
  /// there behind n is lost.
  void (*softmax)(float* x, std::int64_t n);
};

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<TransformerKernels> transformer_kernels();

}  // namespace akin::numerics
