#include "akin/kernels/packed_matrix.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "akin/base/random.h"

#include "support/error_of.h"
#include "support/packed_element.h"

namespace akin::kernels {
namespace {

using tests::element;

/// 130 rows of `inner` numbers, packed.
class Packed {
 public:
  static constexpr std::int64_t rows = 130;

  Packed(Precision precision, const Floats& numbers)
      : inner_(std::ssize(numbers) / rows),
        memory_(precision, MatrixMemory::packed_size(precision, rows, inner_)),
        matrix_(memory_.pack(numbers, rows, inner_)) {}

  [[nodiscard]] float operator()(std::int64_t r, std::int64_t k) const {
    return std::visit([&](const auto& matrix) { return element(matrix, r, k); }, matrix_);
  }

 private:
  std::int64_t inner_;
  MatrixMemory memory_;
  WeightMatrix matrix_;
};

/// 0 to 250, exact in bf16, repeated.
Floats whole_numbers(std::int64_t count) {
  Floats numbers(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<float>(i % 251);
  }
  return numbers;
}

TEST(MatrixMemory, ElementsFollowTheDocumentedLayout) {
  for (const Precision precision : {Precision::f32, Precision::bf16}) {
    constexpr std::int64_t inner = 3;
    const Packed packed(precision, whole_numbers(Packed::rows * inner));
    for (std::int64_t r = 0; r < Packed::rows; ++r) {
      for (std::int64_t k = 0; k < inner; ++k) {
        ASSERT_EQ(packed(r, k), static_cast<float>((r * inner + k) % 251));
      }
    }
  }
}

TEST(MatrixMemory, MatricesAreConsecutiveAndMayMove) {
  const std::int64_t size = MatrixMemory::packed_size(Precision::f32, 130, 3);
  EXPECT_EQ(size, 192 * 3);
  EXPECT_EQ(MatrixMemory::packed_size(Precision::bf16, 130, 3), 192 * 2);
  MatrixMemory memory(Precision::f32, 2 * size);
  Floats numbers = whole_numbers(130 * 3);
  const auto first = std::get<FloatMatrix>(memory.pack(numbers, 130, 3));
  numbers[0] = -1;
  const auto second = std::get<FloatMatrix>(memory.pack(numbers, 130, 3));
  const MatrixMemory moved = std::move(memory);
  EXPECT_EQ(element(first, 1, 1), 4);
  EXPECT_EQ(element(second, 0, 0), -1);
  EXPECT_EQ(second.data, first.data + size);
}

TEST(MatrixMemory, Bf16RoundsToNearest) {
  constexpr std::int64_t inner = 11;
  Floats numbers(Packed::rows * inner);
  Random(1, "numbers").fill_normal(numbers);
  const Packed packed(Precision::bf16, numbers);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    const float kept = packed(at / inner, at % inner);
    ASSERT_LE(std::abs(kept - numbers[i]), std::abs(numbers[i]) * 0x1p-8F);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &kept, sizeof(bits));
    ASSERT_EQ(bits & 0xffffU, 0U) << "fits 16 bits";
  }
}

TEST(MatrixMemory, Bf16TiesRoundToEven) {
  Floats numbers(Packed::rows, 0.0F);
  numbers[0] = 1 + 0x1p-8F;      // between 1 and 1 + 2^-7
  numbers[1] = 1 + 3 * 0x1p-8F;  // between 1 + 2^-7 and 1 + 2^-6
  numbers[2] = -1 - 0x1.002p-8F;
  numbers[3] = -0.0F;
  const Packed packed(Precision::bf16, numbers);
  EXPECT_EQ(packed(0, 0), 1);
  EXPECT_EQ(packed(1, 0), 1 + 0x1p-6F);
  EXPECT_EQ(packed(2, 0), -1 - 0x1p-7F);
  EXPECT_TRUE(std::signbit(packed(3, 0)));
}

TEST(MatrixMemory, RefusesMoreThanItsCapacity) {
  MatrixMemory memory(Precision::f32, 64);
  const Floats numbers(2);
  memory.pack(numbers, 1, 1);
  EXPECT_EQ(tests::error_of([&] { memory.pack(numbers, 1, 2); }),
            "[matrix memory] expected room for 128, got 0");
}

TEST(MatrixMemory, LargeMemoryIsAlignedToHugePages) {
  const Floats small(5);
  const Floats large(std::size_t{3} << 19U);  // 6 MiB
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(small.data()) % 64, 0U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(large.data()) % (2U << 20U), 0U);
}

}  // namespace
}  // namespace akin::kernels
