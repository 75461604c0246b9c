#include "akin/kernels/attention.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

#include "akin/kernels/simd.h"

namespace akin::kernels {

using In = Rows<const float>;
using Out = Rows<float>;

namespace {

constexpr std::int64_t block_rows = 16;  // queries or keys per product

float attention_scale(std::int64_t d) {
  return static_cast<float>(1 / std::sqrt(static_cast<double>(d)));
}

/// The matrix [rows, inner] that is transposed in memory.
FloatMatrix transposed_matrix(In columns, std::int64_t rows, std::int64_t inner) {
  return {columns.data, rows, inner, columns.stride, group_rows};
}

void transpose(In in, std::int64_t rows, std::int64_t columns, Out out) {
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) {
      out.data[c * out.stride + r] = in.data[r * in.stride + c];
    }
  }
}

/// slopes: the gradient at softmax(scale * scores) -> at the scores.
void softmax_backward(const float* weights, float* slopes, std::int64_t count, float scale) {
  const Eigen::Map<const Eigen::ArrayXf> weight(weights, count);
  Eigen::Map<Eigen::ArrayXf> slope(slopes, count);
  const float mean = (weight * slope).sum();
  slope = weight * (slope - mean) * scale;
}

const MatrixKernels& kernels() {
  return fastest<matrix_kernels>();
}

}  // namespace

void causal_attention(const MatrixKernels& kernels, const FloatMatrix& keys,
                      const FloatMatrix& values, In q, std::int64_t first, std::int64_t count,
                      Out weights, Out out) {
  const float scale = attention_scale(keys.inner);
  kernels.product(keys, q, weights, count);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t visible = first + i + 1;
    Eigen::Map<Eigen::ArrayXf>(weights[i], visible) *= scale;
    kernels.softmax(weights[i], visible);
    std::fill(weights[i] + visible, weights[i] + first + count, 0.0F);
  }
  kernels.product(values, weights, out, count);
}

AttentionHead::AttentionHead(std::int64_t t, std::int64_t d)
    : t_(t),
      d_(d),
      stride_(padded_to_lanes(t)),
      columns_(static_cast<std::size_t>(d * stride_)),
      grad_scores_(static_cast<std::size_t>(t * stride_)),
      transposed_(static_cast<std::size_t>(t * stride_)) {}

void AttentionHead::forward(In q, In k, In v, Out weights, Out out) {
  const Out columns{columns_.data(), stride_};
  transpose(k, t_, d_, columns);
  for (std::int64_t b = 0; b < t_; b += block_rows) {
    const std::int64_t count = std::min(block_rows, t_ - b);
    causal_attention(kernels(), transposed_matrix(columns, b + count, d_),
                     transposed_matrix(v, d_, b + count), q.from(b), b, count, weights.from(b),
                     out.from(b));
  }
}

void AttentionHead::backward(In q, In k, In v, In weights, In grad_out,
                             const Gradients& gradients) {
  const Out grad_scores{grad_scores_.data(), stride_};
  const Out columns{columns_.data(), stride_};
  transpose(v, t_, d_, columns);
  for (std::int64_t b = 0; b < t_; b += block_rows) {
    const std::int64_t count = std::min(block_rows, t_ - b);
    const Out block = grad_scores.from(b);
    kernels().product(transposed_matrix(columns, b + count, d_), grad_out.from(b), block, count);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t visible = b + i + 1;
      softmax_backward(weights[b + i], block[i], visible, attention_scale(d_));
      std::fill(block[i] + visible, block[i] + b + count, 0.0F);
    }
    kernels().product(transposed_matrix(k, d_, b + count), block, gradients.q.from(b), count);
  }
  sum_over_queries(weights, grad_out, gradients.v);
  sum_over_queries(grad_scores, q, gradients.k);
}

/// out[j] = sum over i >= j of factors[i][j] rows[i].
void AttentionHead::sum_over_queries(In factors, In rows, Out out) {
  const Out transposed{transposed_.data(), stride_};
  for (std::int64_t b = 0; b < t_; b += block_rows) {
    const std::int64_t count = std::min(block_rows, t_ - b);
    const In block = factors.from(b);
    transpose({block.data + b, block.stride}, t_ - b, count, transposed);
    kernels().product(transposed_matrix(rows.from(b), d_, t_ - b), transposed, out.from(b), count);
  }
}

}  // namespace akin::kernels
