#include "akin/inference/kernels.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::inference {
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

void expect_products(const Kernels& kernels, std::int64_t rows, std::int64_t inner,
                     std::int64_t count) {
  constexpr float untouched = 123;
  const Floats numbers = normals(rows * inner, "matrix");
  const Floats in = normals(count * inner, "in");
  Floats out(static_cast<std::size_t>(count * (rows + 1)), untouched);
  MatrixMemory memory(MatrixMemory::packed_size(rows, inner));
  const MatrixView matrix = memory.pack(numbers, rows, inner);
  kernels.product(matrix, {in.data(), inner}, {out.data(), rows + 1}, count);
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t r = 0; r < rows; ++r) {
      double sum = 0;
      for (std::int64_t k = 0; k < inner; ++k) {
        sum += at(numbers, inner, r, k) * at(in, inner, i, k);
      }
      ASSERT_NEAR(at(out, rows + 1, i, r), sum, 2e-6 * std::sqrt(static_cast<double>(inner)))
          << "row " << r << " of " << rows << ", input " << i << " of " << count;
    }
    EXPECT_EQ(at(out, rows + 1, i, rows), untouched) << "nothing is written behind a row";
  }
}

TEST(InferenceKernels, ProductsFollowTheDefinition) {
  for (const Kernels& kernels : kernels()) {
    for (const std::int64_t rows : {1, 15, 16, 17, 33, 48, 64, 65, 130}) {
      for (const std::int64_t count : {1, 2, 3, 4, 5, 9}) {
        expect_products(kernels, rows, 7, count);
      }
    }
    expect_products(kernels, 80, 300, 6);
  }
}

// So that prompts may be read in pieces of any size.
TEST(InferenceKernels, AProductDoesNotDependOnItsNeighbours) {
  constexpr std::int64_t rows = 65;
  constexpr std::int64_t inner = 100;
  constexpr std::int64_t count = 7;
  MatrixMemory memory(MatrixMemory::packed_size(rows, inner));
  const MatrixView matrix = memory.pack(normals(rows * inner, "matrix"), rows, inner);
  const Floats in = normals(count * inner, "in");
  for (const Kernels& kernels : kernels()) {
    Floats together(count * rows);
    Floats alone(count * rows);
    kernels.product(matrix, {in.data(), inner}, {together.data(), rows}, count);
    for (std::int64_t i = 0; i < count; ++i) {
      kernels.product(matrix, {in.data() + i * inner, inner}, {alone.data() + i * rows, rows}, 1);
    }
    EXPECT_EQ(together, alone);
  }
}

TEST(InferenceKernels, SoftmaxFollowsTheDefinition) {
  for (const Kernels& kernels : kernels()) {
    for (const std::int64_t n : {1, 2, 15, 16, 17, 100}) {
      Floats x = normals(whole_lanes(n), "scores");
      std::vector<double> expected;
      double sum = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        x[static_cast<std::size_t>(i)] *= 20;
        expected.push_back(std::exp(at(x, n, 0, i)));
        sum += expected.back();
      }
      kernels.softmax(x.data(), n);
      for (std::int64_t i = 0; i < n; ++i) {
        const double share = expected[static_cast<std::size_t>(i)] / sum;
        // The difference to the largest score is rounded, by up to 4e-6 where it is 80.
        ASSERT_NEAR(at(x, n, 0, i), share, 4e-6 * share + 1e-30) << i << " of " << n;
        EXPECT_NEAR(at(x, n, 0, i), share, 3e-7) << i << " of " << n;
      }
    }
  }
}

TEST(InferenceKernels, SoftmaxStandsScoresOfAnySize) {
  for (const Kernels& kernels : kernels()) {
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

TEST(InferenceKernels, GeluFollowsTheDefinition) {
  constexpr std::int64_t n = 4096;
  for (const Kernels& kernels : kernels()) {
    Floats x(n);
    for (std::int64_t i = 0; i < n; ++i) {
      x[static_cast<std::size_t>(i)] = static_cast<float>(i) / 256 - 8;  // -8 to 8
    }
    const Floats before = x;
    kernels.gelu(x.data(), n);
    for (std::int64_t i = 0; i < n; ++i) {
      const double value = at(before, n, 0, i);
      const double expected = value / 2 * (1 + std::erf(value / std::sqrt(2.0)));
      ASSERT_NEAR(at(x, n, 0, i), expected, 3e-7 * std::abs(value)) << value;
    }
  }
}

TEST(InferenceKernels, WhatIsNoNumberStaysNone) {
  for (const Kernels& kernels : kernels()) {
    Floats x(lane_count, std::numeric_limits<float>::quiet_NaN());
    kernels.gelu(x.data(), lane_count);
    EXPECT_TRUE(std::isnan(x[3]));
    x.assign(lane_count, std::numeric_limits<float>::quiet_NaN());
    kernels.softmax(x.data(), 2);
    EXPECT_TRUE(std::isnan(x[0]));
  }
}

}  // namespace
}  // namespace akin::inference
