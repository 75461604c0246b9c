#pragma once

#include "akin/inference/transformer_shape.h"
#include "akin/kernels/packed_matrix.h"

namespace akin::inference {

using kernels::FloatMatrix;
using kernels::Floats;

/// KV cache: keys and values of the tokens so far, so that a token's attention recomputes no other
/// token. For every layer and head they are stored as packed matrices that products read directly:
/// keys as [tokens, d] and values as [d, tokens], d = width / heads.
class KeyValueCache {
 public:
  explicit KeyValueCache(const TransformerShape& shape);

  /// Stores key [d] and value [d] of the token at `position`.
  void store(std::int64_t layer, std::int64_t head, std::int64_t position, const float* key,
             const float* value);
  /// Keys or values of the first `tokens` positions.
  [[nodiscard]] FloatMatrix keys(std::int64_t layer, std::int64_t head, std::int64_t tokens) const;
  [[nodiscard]] FloatMatrix values(std::int64_t layer, std::int64_t head,
                                   std::int64_t tokens) const;

 private:
  [[nodiscard]] std::int64_t index(std::int64_t layer, std::int64_t head) const {
    return layer * heads_ + head;
  }

  std::int64_t heads_;
  std::int64_t head_size_;
  std::int64_t value_stride_;        // between positions
  std::int64_t value_group_stride_;  // between groups of 64 dimensions of a head
  std::int64_t keys_per_head_;       // floats
  std::int64_t values_per_head_;
  Floats keys_;
  Floats values_;
};

}  // namespace akin::inference
