#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

namespace akin::inference {

/// Numbers that a kernel works on at once: those of a cache line.
constexpr std::int64_t lane_count = 16;
/// Rows of a matrix that lie together: so many sums as stay in registers.
constexpr std::int64_t group_rows = 64;

constexpr std::int64_t whole_lanes(std::int64_t n) {
  return (n + lane_count - 1) / lane_count * lane_count;
}

/// Memory that begins with a cache line.
template <class T>
struct CacheLineAllocator {
  using value_type = T;
  static constexpr std::align_val_t alignment{lane_count * sizeof(float)};

  CacheLineAllocator() = default;
  template <class U>
  explicit CacheLineAllocator(const CacheLineAllocator<U>& /*other*/) {}

  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
  void deallocate(T* p, std::size_t /*n*/) { ::operator delete(p, alignment); }
  bool operator==(const CacheLineAllocator& /*other*/) const { return true; }
};
using Floats = std::vector<float, CacheLineAllocator<float>>;

/// A matrix [rows, inner] in groups of group_rows rows, column after column within a group, so that
/// a product with a vector reads it from front to back, many rows at once: element (r, k) is
/// data[r / 64 * group_stride + k * stride + r % 64]. What `stride` leaves free behind a last,
/// partial group up to whole lanes is read, but never has an effect.
struct MatrixView {
  const float* data;
  std::int64_t rows;
  std::int64_t inner;
  std::int64_t stride;
  std::int64_t group_stride;
};

/// Such a matrix with its memory.
class PackedMatrix {
 public:
  PackedMatrix() = default;
  /// From row-major numbers, rows * inner of them.
  PackedMatrix(std::span<const float> numbers, std::int64_t rows, std::int64_t inner);

  [[nodiscard]] MatrixView view() const {
    return {data_.data(), rows_, inner_, group_rows, inner_ * group_rows};
  }
  [[nodiscard]] std::int64_t rows() const { return rows_; }

 private:
  std::int64_t rows_ = 0;
  std::int64_t inner_ = 0;
  Floats data_;
};

}  // namespace akin::inference
