#pragma once

#include "akin/base/require.h"
#include "akin/kernels/packed_matrix.h"
#include "akin/nn/torch.h"

namespace akin::nn {

// What autograd functions that call kernels share. Tensors [n, heads, t, d] may have any strides as
// long as each row of d numbers is dense.

/// The rows of one head of one sequence; `index` counts n * heads.
template <class T>
kernels::Rows<T> head_rows(const torch::Tensor& by_head, std::int64_t index) {
  const std::int64_t heads = by_head.size(1);
  return {by_head.data_ptr<float>() + index / heads * by_head.stride(0) +
              index % heads * by_head.stride(1),
          by_head.stride(2)};
}

/// Uninitialised, of the shape of `like`, with memory order [n, t, heads, d].
inline torch::Tensor empty_heads_like(const torch::Tensor& like) {
  return torch::empty({like.size(0), like.size(2), like.size(1), like.size(3)}, like.options())
      .transpose(1, 2);
}

inline torch::Tensor with_dense_rows(const torch::Tensor& by_head) {
  return by_head.stride(3) == 1 ? by_head : by_head.contiguous();
}

/// For backward passes without a history of their own: fails under create_graph.
inline void require_first_derivative(const char* operation) {
  require(!torch::GradMode::is_enabled(), "[{}] double backward is not supported", operation);
}

}  // namespace akin::nn
