#include "akin/numerics/squared_relu.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::numerics {
namespace {

TEST(SquaredReluKernels, FollowTheDefinitionOnEveryInstructionSet) {
  for (const SquaredReluKernels& kernels : squared_relu_kernels()) {
    for (const std::size_t n : {1U, 5U, 16U, 33U, 100U}) {
      std::vector<float> x(n);
      std::vector<float> at_y(n);
      std::vector<float> y(n + 1, 7);
      std::vector<float> at_x(n + 1, 7);
      Random(1, "x").fill_normal(x);
      Random(1, "gradient").fill_normal(at_y);
      kernels.forward(x.data(), static_cast<std::int64_t>(n), y.data());
      kernels.backward(x.data(), at_y.data(), static_cast<std::int64_t>(n), at_x.data());
      for (std::size_t i = 0; i < n; ++i) {
        const float positive = std::max(x[i], 0.0F);
        EXPECT_EQ(y[i], positive * positive);
        EXPECT_FLOAT_EQ(at_x[i], 2 * positive * at_y[i]);
      }
      EXPECT_EQ(y[n], 7) << "nothing is written behind the end";
      EXPECT_EQ(at_x[n], 7);
    }
  }
}

TEST(SquaredReluKernels, WhatIsNoNumberStaysNone) {
  constexpr std::int64_t n = 20;
  for (const SquaredReluKernels& kernels : squared_relu_kernels()) {
    const std::vector<float> nans(n, std::numeric_limits<float>::quiet_NaN());
    const std::vector<float> ones(n, 1);
    std::vector<float> out(n);
    kernels.forward(nans.data(), n, out.data());
    EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[n - 1]));
    kernels.backward(nans.data(), ones.data(), n, out.data());
    EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[n - 1]));
  }
}

}  // namespace
}  // namespace akin::numerics
