#include "akin/inference/key_value_cache.h"

#include <algorithm>

namespace akin::inference {

using kernels::group_rows;
using kernels::padded_to_lanes;

namespace {

std::int64_t groups_of(std::int64_t rows) {
  return (rows + group_rows - 1) / group_rows;
}

}  // namespace

KeyValueCache::KeyValueCache(const TransformerShape& shape)
    : heads_(shape.heads),
      head_size_(shape.width / shape.heads),
      value_stride_(std::min(group_rows, padded_to_lanes(head_size_))),
      value_group_stride_(shape.context * value_stride_),
      keys_per_head_(groups_of(shape.context) * group_rows * head_size_),
      values_per_head_(groups_of(head_size_) * value_group_stride_),
      keys_(static_cast<std::size_t>(shape.layers * heads_ * keys_per_head_)),
      values_(static_cast<std::size_t>(shape.layers * heads_ * values_per_head_)) {}

void KeyValueCache::store(std::int64_t layer, std::int64_t head, std::int64_t position,
                          const float* key, const float* value) {
  float* keys = keys_.data() + index(layer, head) * keys_per_head_ +
                position / group_rows * group_rows * head_size_ + position % group_rows;
  float* values = values_.data() + index(layer, head) * values_per_head_ + position * value_stride_;
  for (std::int64_t i = 0; i < head_size_; ++i) {
    keys[i * group_rows] = key[i];
  }
  for (std::int64_t i = 0; i < head_size_; i += group_rows) {
    std::copy(value + i, value + std::min(i + group_rows, head_size_),
              values + i / group_rows * value_group_stride_);
  }
}

FloatMatrix KeyValueCache::keys(std::int64_t layer, std::int64_t head, std::int64_t tokens) const {
  return {keys_.data() + index(layer, head) * keys_per_head_, tokens, head_size_, group_rows,
          group_rows * head_size_};
}

FloatMatrix KeyValueCache::values(std::int64_t layer, std::int64_t head,
                                  std::int64_t tokens) const {
  return {values_.data() + index(layer, head) * values_per_head_, head_size_, tokens, value_stride_,
          value_group_stride_};
}

}  // namespace akin::inference
