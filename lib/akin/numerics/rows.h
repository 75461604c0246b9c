#pragma once

#include <cstdint>

namespace akin::numerics {

/// Rows of numbers, `stride` apart.
template <class T>
struct Rows {
  T* data;
  std::int64_t stride;

  operator Rows<const T>() const { return {data, stride}; }  // NOLINT: as a pointer does
  T* operator[](std::int64_t row) const { return data + row * stride; }
};

}  // namespace akin::numerics
