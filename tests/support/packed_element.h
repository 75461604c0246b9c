#pragma once

#include <cstring>

#include "akin/kernels/packed_matrix.h"

namespace akin::tests {

/// Element (r, k) of a packed matrix, by the documented formula.
inline float element(const kernels::FloatMatrix& matrix, std::int64_t r, std::int64_t k) {
  return matrix.data[r / 64 * matrix.group_stride + k * matrix.stride + r % 64];
}
inline float element(const kernels::BFloat16Matrix& matrix, std::int64_t r, std::int64_t k) {
  const std::uint32_t pair =
      matrix.data[r / 64 * matrix.group_stride + k / 2 * matrix.stride + r % 64].bits;
  const std::uint32_t bits = k % 2 == 0 ? pair << 16U : pair & 0xffff0000U;
  float value = 0;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

}  // namespace akin::tests
