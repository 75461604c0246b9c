#include "akin/kernels/packed_matrix.h"

#include <cstring>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "akin/base/require.h"

namespace akin::kernels {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20U;

std::align_val_t alignment_of(std::size_t bytes) {
  return std::align_val_t{bytes >= huge_page ? huge_page : lane_count * sizeof(float)};
}

/// Rounds to nearest even.
std::uint32_t bfloat16_bits(float x) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof(bits));
  constexpr std::uint32_t just_below_half = 0x7fff;
  const std::uint32_t is_odd = bits >> 16U & 1U;
  return (bits + just_below_half + is_odd) >> 16U;
}

void put(float& element, std::int64_t /*column*/, float x) {
  element = x;
}

void put(BFloat16Pair& element, std::int64_t column, float x) {
  element.bits |= bfloat16_bits(x) << (column % 2 == 0 ? 0U : 16U);
}

/// Packs into zeroed elements.
template <class Element>
PackedMatrix<Element> pack_into(Element* data, std::span<const float> numbers, std::int64_t rows,
                                std::int64_t inner) {
  const std::int64_t elements = elements_for<Element>(inner);
  for (std::int64_t r = 0; r < rows; ++r) {
    Element* row = data + r / group_rows * elements * group_rows + r % group_rows;
    for (std::int64_t k = 0; k < inner; ++k) {
      put(row[k / columns_in<Element> * group_rows], k,
          numbers[static_cast<std::size_t>(r * inner + k)]);
    }
  }
  return {data, rows, inner, group_rows, elements * group_rows};
}

template <class Element>
std::int64_t size_of(std::int64_t rows, std::int64_t inner) {
  return (rows + group_rows - 1) / group_rows * group_rows * elements_for<Element>(inner);
}

}  // namespace

void* allocate_aligned(std::size_t bytes) {
  void* memory = ::operator new(bytes, alignment_of(bytes));
#if defined(__linux__)
  if (bytes >= huge_page) {
    madvise(memory, bytes, MADV_HUGEPAGE);  // optional: if it fails, pages stay small
  }
#endif
  return memory;
}

void deallocate_aligned(void* memory, std::size_t bytes) {
  ::operator delete(memory, alignment_of(bytes));
}

MatrixMemory::MatrixMemory(Precision precision, std::int64_t capacity) {
  const auto size = static_cast<std::size_t>(capacity);
  if (precision == Precision::f32) {
    elements_ = Elements<float>(size);
  } else {
    elements_ = Elements<BFloat16Pair>(size);
  }
}

std::int64_t MatrixMemory::packed_size(Precision precision, std::int64_t rows, std::int64_t inner) {
  return precision == Precision::f32 ? size_of<float>(rows, inner)
                                     : size_of<BFloat16Pair>(rows, inner);
}

WeightMatrix MatrixMemory::pack(std::span<const float> numbers, std::int64_t rows,
                                std::int64_t inner) {
  return std::visit(
      [&]<class Element>(Elements<Element>& elements) -> WeightMatrix {
        const std::int64_t size = size_of<Element>(rows, inner);
        require(size <= std::ssize(elements) - used_,
                "[matrix memory] expected room for {}, got {}", size, std::ssize(elements) - used_);
        Element* data = elements.data() + used_;
        used_ += size;
        return pack_into(data, numbers, rows, inner);
      },
      elements_);
}

}  // namespace akin::kernels
