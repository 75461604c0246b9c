#include "akin/inference/matrix_memory.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::inference {
namespace {

float element(const MatrixView& matrix, std::int64_t r, std::int64_t k) {
  return matrix.data[r / group_rows * matrix.group_stride + k * matrix.stride + r % group_rows];
}

TEST(MatrixMemory, ElementsLieWhereTheViewSays) {
  constexpr std::int64_t rows = 130;
  constexpr std::int64_t inner = 3;
  EXPECT_EQ(MatrixMemory::packed_size(rows, inner), 192 * 3);
  Floats numbers(rows * inner);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<float>(i);
  }
  MatrixMemory memory(2 * MatrixMemory::packed_size(rows, inner));
  const MatrixView first = memory.pack(numbers, rows, inner);
  numbers[0] = -1;
  const MatrixView second = memory.pack(numbers, rows, inner);
  const MatrixMemory moved = std::move(memory);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t k = 0; k < inner; ++k) {
      ASSERT_EQ(element(first, r, k), static_cast<float>(r * inner + k));
    }
  }
  EXPECT_EQ(element(second, 0, 0), -1);
  EXPECT_EQ(second.data, first.data + MatrixMemory::packed_size(rows, inner));
}

TEST(MatrixMemory, RefusesMoreThanItsCapacity) {
  MatrixMemory memory(64);
  const Floats numbers(2);
  memory.pack(numbers, 1, 1);
  EXPECT_EQ(tests::error_of([&] { memory.pack(numbers, 1, 2); }),
            "[matrix memory] expected room for 128, got 0");
}

TEST(MatrixMemory, LargeMemoryBeginsWithAHugePage) {
  const Floats small(5);
  const Floats large(std::size_t{3} << 19U);  // 6 MiB
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(small.data()) % 64, 0U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(large.data()) % (2U << 20U), 0U);
}

}  // namespace
}  // namespace akin::inference
