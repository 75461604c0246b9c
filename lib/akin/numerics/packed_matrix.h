#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "akin/base/precision.h"

namespace akin::numerics {

/// Numbers that a kernel works on at once: those of a cache line.
constexpr std::int64_t lane_count = 16;
/// Rows of a matrix that lie together: so many sums as stay in registers.
constexpr std::int64_t group_rows = 64;

constexpr std::int64_t whole_lanes(std::int64_t n) {
  return (n + lane_count - 1) / lane_count * lane_count;
}

/// Memory that begins with a cache line. Where there is much of it, in huge pages if the system has
/// them: a model larger than the caches is then read 1.2 to 2 times as fast.
void* allocate_numbers(std::size_t bytes);
void deallocate_numbers(void* memory, std::size_t bytes);

/// The standard library's name for these.
template <class T>
struct NumberAllocator {
  using value_type = T;

  NumberAllocator() = default;
  template <class U>
  explicit NumberAllocator(const NumberAllocator<U>& /*other*/) {}

  T* allocate(std::size_t n) { return static_cast<T*>(allocate_numbers(n * sizeof(T))); }
  void deallocate(T* p, std::size_t n) { deallocate_numbers(p, n * sizeof(T)); }
  bool operator==(const NumberAllocator& /*other*/) const { return true; }
};
using Floats = std::vector<float, NumberAllocator<float>>;

/// The bf16 numbers of two neighbouring columns, the first in the lower half: a register of such
/// pairs unpacks into two of floats.
struct BFloat16Pair {
  std::uint32_t bits;
};

/// Columns of a matrix that lie in one element.
template <class Element>
inline constexpr std::int64_t columns_in = 1;
template <>
inline constexpr std::int64_t columns_in<BFloat16Pair> = 2;
/// Elements that `inner` columns take.
template <class Element>
constexpr std::int64_t elements_for(std::int64_t inner) {
  return (inner + columns_in<Element> - 1) / columns_in<Element>;
}

/// A matrix [rows, inner] in groups of group_rows rows, column after column within a group, so that
/// a product with a vector reads it from front to back, many rows at once: element (r, k) is
/// data[r / 64 * group_stride + k / columns_in * stride + r % 64]. What `stride` leaves free behind
/// a last, partial group up to whole lanes is read, but never has an effect.
template <class Element>
struct PackedMatrix {
  const Element* data;
  std::int64_t rows;
  std::int64_t inner;
  std::int64_t stride;
  std::int64_t group_stride;
};

using FloatMatrix = PackedMatrix<float>;
using BFloat16Matrix = PackedMatrix<BFloat16Pair>;
/// Weights in either precision.
using WeightMatrix = std::variant<FloatMatrix, BFloat16Matrix>;

/// Matrices one behind the other in one piece of memory, which is read from front to back in the
/// order in which they were packed. They last as long as the memory, moved or not.
class MatrixMemory {
 public:
  MatrixMemory() = default;
  /// For matrices of that precision, whose packed_size() add up to `capacity`.
  MatrixMemory(Precision precision, std::int64_t capacity);
  MatrixMemory(MatrixMemory&&) = default;
  MatrixMemory& operator=(MatrixMemory&&) = default;
  MatrixMemory(const MatrixMemory&) = delete;
  MatrixMemory& operator=(const MatrixMemory&) = delete;
  ~MatrixMemory() = default;

  /// Elements.
  static std::int64_t packed_size(Precision precision, std::int64_t rows, std::int64_t inner);
  /// From row-major numbers, rows * inner of them, finite; in bf16 the nearest ones, the
  /// even one of two as near, up to 2^-8 |x| away where |x| is from 2^-126 to 2^127. Error: the
  /// capacity is used up.
  WeightMatrix pack(std::span<const float> numbers, std::int64_t rows, std::int64_t inner);

 private:
  template <class Element>
  using Elements = std::vector<Element, NumberAllocator<Element>>;

  std::variant<Elements<float>, Elements<BFloat16Pair>> elements_;
  std::int64_t used_ = 0;
};

}  // namespace akin::numerics
