#pragma once

#include "akin/nn/torch.h"
#include "akin/numerics/rows.h"

namespace akin::nn {

// Tensors [n, heads, t, d] of attention, whatever their strides, by the rows of one head of one
// sequence.

/// Rows of the head at `index` of n * heads.
template <class T>
numerics::Rows<T> rows_of(const torch::Tensor& by_head, std::int64_t index) {
  const std::int64_t heads = by_head.size(1);
  return {by_head.data_ptr<float>() + index / heads * by_head.stride(0) +
              index % heads * by_head.stride(1),
          by_head.stride(2)};
}

/// As large as `like`, and in memory [n, t, heads, d].
inline torch::Tensor heads_together(const torch::Tensor& like) {
  return torch::empty({like.size(0), like.size(2), like.size(1), like.size(3)}, like.options())
      .transpose(1, 2);
}

inline torch::Tensor with_dense_rows(const torch::Tensor& by_head) {
  return by_head.stride(3) == 1 ? by_head : by_head.contiguous();
}

}  // namespace akin::nn
