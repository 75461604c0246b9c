#pragma once

#include "akin/inference/transformer_shape.h"
#include "akin/numerics/packed_matrix.h"

namespace akin::inference {

using numerics::FloatMatrix;
using numerics::Floats;

/// Keys and values of the tokens seen, so that a token's attention needs no other token's
/// computation. They lie as matrices that products take as they are: of every layer and head the
/// keys as [tokens, d] and the values as [d, tokens], d = width / heads.
class KeyValueCache {
 public:
  explicit KeyValueCache(const TransformerShape& shape);

  /// Stores key[d] and value[d] of the token at `position`.
  void store(std::int64_t layer, std::int64_t head, std::int64_t position, const float* key,
             const float* value);
  /// Those of the first `tokens` positions.
  [[nodiscard]] FloatMatrix keys(std::int64_t layer, std::int64_t head, std::int64_t tokens) const;
  [[nodiscard]] FloatMatrix values(std::int64_t layer, std::int64_t head,
                                   std::int64_t tokens) const;

 private:
  [[nodiscard]] std::int64_t index(std::int64_t layer, std::int64_t head) const {
    return layer * heads_ + head;
  }

  std::int64_t heads_;
  std::int64_t head_size_;
  std::int64_t value_stride_;        // from one position to the next
  std::int64_t value_group_stride_;  // from 64 of a head's numbers to the next
  std::int64_t keys_per_head_;       // numbers
  std::int64_t values_per_head_;
  Floats keys_;
  Floats values_;
};

}  // namespace akin::inference
