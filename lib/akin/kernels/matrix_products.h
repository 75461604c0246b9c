#pragma once

#include <vector>

#include "akin/kernels/packed_matrix.h"

namespace akin::kernels {

/// Products with packed matrices, and softmax: what takes a Transformer's time in attention and in
/// decoding. Sums run over k in one order whatever `count` is: a token's numbers do not depend on
/// the tokens computed with it.
struct MatrixKernels {
  /// out[i][r] = sum over k of matrix[r][k] in[i][k], for i < count.
  void (*product)(const FloatMatrix& matrix, Rows<const float> in, Rows<float> out,
                  std::int64_t count);
  /// The same for bf16 weights.
  void (*bf16_product)(const BFloat16Matrix& matrix, Rows<const float> in, Rows<float> out,
                       std::int64_t count);
  /// x_i = exp(x_i) / sum over j < n of exp(x_j). x has room for padded_to_lanes(n) numbers; those
  /// from n on are overwritten.
  void (*softmax)(float* x, std::int64_t n);
};

/// Supported versions, fastest first.
std::vector<MatrixKernels> matrix_kernels();

}  // namespace akin::kernels
