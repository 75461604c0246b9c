#include "akin/inference/matrix_memory.h"

#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "akin/base/require.h"

namespace akin::inference {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20U;

std::align_val_t alignment_of(std::size_t bytes) {
  return std::align_val_t{bytes >= huge_page ? huge_page : lane_count * sizeof(float)};
}

}  // namespace

void* allocate_numbers(std::size_t bytes) {
  void* memory = ::operator new(bytes, alignment_of(bytes));
#if defined(__linux__)
  if (bytes >= huge_page) {
    madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: where it fails, pages stay small
  }
#endif
  return memory;
}

void deallocate_numbers(void* memory, std::size_t bytes) {
  ::operator delete(memory, alignment_of(bytes));
}

MatrixMemory::MatrixMemory(std::int64_t capacity) : numbers_(static_cast<std::size_t>(capacity)) {}

std::int64_t MatrixMemory::packed_size(std::int64_t rows, std::int64_t inner) {
  return (rows + group_rows - 1) / group_rows * group_rows * inner;
}

MatrixView MatrixMemory::pack(std::span<const float> numbers, std::int64_t rows,
                              std::int64_t inner) {
  const std::int64_t size = packed_size(rows, inner);
  require(size <= std::ssize(numbers_) - used_, "[matrix memory] expected room for {}, got {}",
          size, std::ssize(numbers_) - used_);
  float* data = numbers_.data() + used_;
  used_ += size;
  for (std::int64_t r = 0; r < rows; ++r) {
    float* column = data + r / group_rows * inner * group_rows + r % group_rows;
    for (std::int64_t k = 0; k < inner; ++k) {
      column[k * group_rows] = numbers[static_cast<std::size_t>(r * inner + k)];
    }
  }
  return {data, rows, inner, group_rows, inner * group_rows};
}

}  // namespace akin::inference
