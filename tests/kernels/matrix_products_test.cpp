#include "akin/kernels/matrix_products.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

#include "support/packed_element.h"

namespace akin::kernels {
namespace {

Floats normals(std::int64_t count, const char* stream) {
  Floats values(static_cast<std::size_t>(count));
  Random(1, stream).fill_normal(values);
  return values;
}

/// Row i, element k of rows of `length` numbers.
double at(const Floats& rows, std::int64_t length, std::int64_t i, std::int64_t k) {
  return static_cast<double>(rows[static_cast<std::size_t>(i * length + k)]);
}

void product_of(const MatrixKernels& kernels, const FloatMatrix& matrix, Rows<const float> in,
                Rows<float> out, std::int64_t count) {
  kernels.product(matrix, in, out, count);
}
void product_of(const MatrixKernels& kernels, const BFloat16Matrix& matrix, Rows<const float> in,
                Rows<float> out, std::int64_t count) {
  kernels.bf16_product(matrix, in, out, count);
}

template <class Matrix>
void expect_products(const MatrixKernels& kernels, const Matrix& matrix, std::int64_t count) {
  constexpr float untouched = 123;
  const auto& [data, rows, inner, stride, group_stride] = matrix;
  Floats in = normals(count * (inner + 1), "in");
  for (std::int64_t i = 0; i < count; ++i) {  // nothing is read past a row
    in[static_cast<std::size_t>(i * (inner + 1) + inner)] = std::numeric_limits<float>::quiet_NaN();
  }
  Floats out(static_cast<std::size_t>(count * (rows + 1)), untouched);
  product_of(kernels, matrix, {in.data(), inner + 1}, {out.data(), rows + 1}, count);
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t r = 0; r < rows; ++r) {
      double sum = 0;
      for (std::int64_t k = 0; k < inner; ++k) {
        sum += static_cast<double>(tests::element(matrix, r, k)) * at(in, inner + 1, i, k);
      }
      ASSERT_NEAR(at(out, rows + 1, i, r), sum, 2e-6 * std::sqrt(static_cast<double>(inner)))
          << "row " << r << " of " << rows << ", input " << i << " of " << count;
    }
    EXPECT_EQ(at(out, rows + 1, i, rows), untouched) << "nothing is written past a row";
  }
}

class ProductsIn : public testing::TestWithParam<Precision> {
 protected:
  [[nodiscard]] static MatrixMemory memory_for(std::int64_t rows, std::int64_t inner) {
    return {GetParam(), MatrixMemory::packed_size(GetParam(), rows, inner)};
  }

  static void expect_products(std::int64_t rows, std::int64_t inner, std::int64_t count) {
    MatrixMemory memory = memory_for(rows, inner);
    const WeightMatrix matrix = memory.pack(normals(rows * inner, "matrix"), rows, inner);
    for (const MatrixKernels& kernels : matrix_kernels()) {
      std::visit([&](const auto& of) { kernels::expect_products(kernels, of, count); }, matrix);
    }
  }
};

TEST_P(ProductsIn, FollowTheDefinition) {
  for (const std::int64_t rows : {1, 15, 16, 17, 33, 48, 64, 65, 130}) {
    for (const std::int64_t count : {1, 2, 3, 4, 5, 9}) {
      expect_products(rows, 7, count);
      expect_products(rows, 8, count);
    }
  }
  expect_products(80, 300, 6);
  expect_products(3, 1, 5);
}

// So that prompts can be split anywhere.
TEST_P(ProductsIn, DoNotDependOnTheirNeighbours) {
  constexpr std::int64_t rows = 65;
  constexpr std::int64_t inner = 101;
  constexpr std::int64_t count = 7;
  MatrixMemory memory = memory_for(rows, inner);
  const WeightMatrix matrix = memory.pack(normals(rows * inner, "matrix"), rows, inner);
  const Floats in = normals(count * inner, "in");
  for (const MatrixKernels& kernels : matrix_kernels()) {
    Floats together(count * rows);
    Floats alone(count * rows);
    std::visit(
        [&](const auto& of) {
          product_of(kernels, of, {in.data(), inner}, {together.data(), rows}, count);
          for (std::int64_t i = 0; i < count; ++i) {
            product_of(kernels, of, {in.data() + i * inner, inner}, {alone.data() + i * rows, rows},
                       1);
          }
        },
        matrix);
    EXPECT_EQ(together, alone);
  }
}

INSTANTIATE_TEST_SUITE_P(Transformer, ProductsIn, testing::Values(Precision::f32, Precision::bf16),
                         [](const auto& of) {
                           return of.param == Precision::f32 ? "F32" : "Bf16";
                         });

TEST(MatrixKernels, SoftmaxFollowsTheDefinition) {
  for (const MatrixKernels& kernels : matrix_kernels()) {
    for (const std::int64_t n : {1, 2, 15, 16, 17, 100}) {
      Floats x = normals(padded_to_lanes(n), "scores");
      std::vector<double> expected;
      double sum = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        x[static_cast<std::size_t>(i)] *= 20;
        expected.push_back(std::exp(at(x, n, 0, i)));
        sum += expected.back();
      }
      kernels.softmax(x.data(), n);
      for (std::int64_t i = 0; i < n; ++i) {
        const double weight = expected[static_cast<std::size_t>(i)] / sum;
        // The difference to the largest score is rounded, by up to 4e-6 at 80.
        ASSERT_NEAR(at(x, n, 0, i), weight, 4e-6 * weight + 1e-30) << i << " of " << n;
        EXPECT_NEAR(at(x, n, 0, i), weight, 3e-7) << i << " of " << n;
      }
    }
  }
}

TEST(MatrixKernels, SoftmaxOfHugeScoresIsFinite) {
  for (const MatrixKernels& kernels : matrix_kernels()) {
    Floats x(lane_count);
    x[0] = 3e38F;
    x[1] = 3e38F;
    x[2] = -3e38F;
    kernels.softmax(x.data(), 3);
    EXPECT_FLOAT_EQ(x[0], 0.5F);
    EXPECT_FLOAT_EQ(x[1], 0.5F);
    EXPECT_LT(x[2], 1e-30F);
  }
}

TEST(MatrixKernels, NanStaysNan) {
  for (const MatrixKernels& kernels : matrix_kernels()) {
    Floats x(lane_count, std::numeric_limits<float>::quiet_NaN());
    kernels.softmax(x.data(), 2);
    EXPECT_TRUE(std::isnan(x[0]));
  }
}

}  // namespace
}  // namespace akin::kernels
