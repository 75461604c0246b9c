#include "akin/kernels/activations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::kernels {
namespace {

/// A function and its derivative, in double, and the tolerance.
struct Definition {
  std::vector<ActivationKernels> versions;
  double (*value)(double x);
  double (*derivative)(double x);
  double tolerance;
};

double share_below(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

std::vector<Definition> definitions() {
  return {{squared_relu_kernels(), [](double x) { return std::max(x, 0.0) * std::max(x, 0.0); },
           [](double x) { return 2 * std::max(x, 0.0); }, 1e-7},
          {gelu_kernels(), [](double x) { return x * share_below(x); },
           [](double x) {
             return share_below(x) + x * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
           },
           3e-7}};
}

/// Evenly spaced in [-8, 8).
std::vector<float> numbers(std::size_t n) {
  std::vector<float> all(n);
  for (std::size_t i = 0; i < n; ++i) {
    all[i] = 16 * static_cast<float>(i) / static_cast<float>(n) - 8;
  }
  return all;
}

void expect_definition(const Definition& defined, const ActivationKernels& kernels, std::size_t n) {
  const std::vector<float> x = numbers(n);
  std::vector<float> grad_y(n);
  Random(1, "gradient").fill_normal(grad_y);
  std::vector<float> y(n + 1, 7);
  std::vector<float> grad_x(n + 1, 7);
  kernels.forward(x.data(), static_cast<std::int64_t>(n), y.data());
  kernels.backward(x.data(), grad_y.data(), static_cast<std::int64_t>(n), grad_x.data());
  for (std::size_t i = 0; i < n; ++i) {
    const auto in = static_cast<double>(x[i]);
    const auto gradient = static_cast<double>(grad_y[i]);
    ASSERT_NEAR(static_cast<double>(y[i]), defined.value(in),
                defined.tolerance * std::max(std::abs(in), in * in))
        << in;
    ASSERT_NEAR(static_cast<double>(grad_x[i]), defined.derivative(in) * gradient,
                defined.tolerance * (1 + std::abs(in)) * std::abs(gradient))
        << in;
  }
  EXPECT_EQ(y[n], 7) << "nothing is written past the end";
  EXPECT_EQ(grad_x[n], 7);
}

TEST(Activations, FollowTheirDefinitionsOnEveryInstructionSet) {
  for (const Definition& defined : definitions()) {
    for (const ActivationKernels& kernels : defined.versions) {
      for (const std::size_t n : {1U, 5U, 16U, 33U, 100U, 4096U}) {
        expect_definition(defined, kernels, n);
      }
    }
  }
}

TEST(Activations, MayRunInPlace) {
  for (const Definition& defined : definitions()) {
    for (const ActivationKernels& kernels : defined.versions) {
      std::vector<float> x = numbers(100);
      std::vector<float> y(100);
      kernels.forward(x.data(), 100, y.data());
      kernels.forward(x.data(), 100, x.data());
      EXPECT_EQ(x, y);
    }
  }
}

TEST(Activations, NanStaysNan) {
  constexpr std::int64_t n = 20;
  const std::vector<float> nans(n, std::numeric_limits<float>::quiet_NaN());
  const std::vector<float> ones(n, 1);
  std::vector<float> out(n);
  for (const Definition& defined : definitions()) {
    for (const ActivationKernels& kernels : defined.versions) {
      kernels.forward(nans.data(), n, out.data());
      EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[n - 1]));
      kernels.backward(nans.data(), ones.data(), n, out.data());
      EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[n - 1]));
    }
  }
}

}  // namespace
}  // namespace akin::kernels
