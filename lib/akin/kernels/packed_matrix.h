#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "akin/base/precision.h"

namespace akin::kernels {

/// Floats in a cache line, and in the widest register.
constexpr std::int64_t lane_count = 16;
/// Rows of a matrix that are stored together: as many as have their sums in registers.
constexpr std::int64_t group_rows = 64;

constexpr std::int64_t padded_to_lanes(std::int64_t n) {
  return (n + lane_count - 1) / lane_count * lane_count;
}

/// Rows of numbers, `stride` apart.
template <class T>
struct Rows {
  T* data;
  std::int64_t stride;

  operator Rows<const T>() const { return {data, stride}; }  // NOLINT: converts as a pointer does
  T* operator[](std::int64_t row) const { return data + row * stride; }
  /// Rows from `first` on.
  [[nodiscard]] Rows from(std::int64_t first) const { return {data + first * stride, stride}; }
};

/// Memory aligned to a cache line. Large blocks are aligned to huge pages and use them if the
/// system has any: a model that exceeds the caches is then read 1.2 to 2 times as fast.
void* allocate_aligned(std::size_t bytes);
void deallocate_aligned(void* memory, std::size_t bytes);

/// The allocator of these.
template <class T>
struct AlignedAllocator {
  using value_type = T;

  AlignedAllocator() = default;
  template <class U>
  explicit AlignedAllocator(const AlignedAllocator<U>& /*other*/) {}

  T* allocate(std::size_t n) { return static_cast<T*>(allocate_aligned(n * sizeof(T))); }
  void deallocate(T* p, std::size_t n) { deallocate_aligned(p, n * sizeof(T)); }
  bool operator==(const AlignedAllocator& /*other*/) const { return true; }
};
using Floats = std::vector<float, AlignedAllocator<float>>;

/// bf16 numbers of two adjacent columns, the first in the lower half: a register of pairs unpacks
/// into two registers of floats.
struct BFloat16Pair {
  std::uint32_t bits;
};

/// Columns per element.
template <class Element>
inline constexpr std::int64_t columns_in = 1;
template <>
inline constexpr std::int64_t columns_in<BFloat16Pair> = 2;
/// Elements for `inner` columns.
template <class Element>
constexpr std::int64_t elements_for(std::int64_t inner) {
  return (inner + columns_in<Element> - 1) / columns_in<Element>;
}

/// A matrix [rows, inner] in groups of group_rows rows, column-major within a group, so that a
/// product with a vector reads it sequentially, many rows at once: element (r, k) is
/// data[r / 64 * group_stride + k / columns_in * stride + r % 64]. The padding of a last, partial
/// group up to full lanes is read but has no effect.
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

/// Matrices in one piece of memory, sequential in the order in which they were packed. They remain
/// valid as long as the memory exists, moved or not.
class MatrixMemory {
 public:
  MatrixMemory() = default;
  /// Room for `capacity` elements: the sum of packed_size() over the matrices.
  MatrixMemory(Precision precision, std::int64_t capacity);
  MatrixMemory(MatrixMemory&&) = default;
  MatrixMemory& operator=(MatrixMemory&&) = default;
  MatrixMemory(const MatrixMemory&) = delete;
  MatrixMemory& operator=(const MatrixMemory&) = delete;
  ~MatrixMemory() = default;

  /// Elements of a packed matrix.
  static std::int64_t packed_size(Precision precision, std::int64_t rows, std::int64_t inner);
  /// Packs rows * inner finite numbers in row-major order. bf16 rounds to nearest even, an error of
  /// up to 2^-8 |x| for |x| in [2^-126, 2^127]. Error: the capacity is exceeded.
  WeightMatrix pack(std::span<const float> numbers, std::int64_t rows, std::int64_t inner);

 private:
  template <class Element>
  using Elements = std::vector<Element, AlignedAllocator<Element>>;

  std::variant<Elements<float>, Elements<BFloat16Pair>> elements_;
  std::int64_t used_ = 0;
};

}  // namespace akin::kernels
