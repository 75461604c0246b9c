#include "akin/numerics/rms_norm.h"

#include <cmath>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::numerics {
namespace {

using Doubles = std::vector<double>;

constexpr std::int64_t rows = 3;
constexpr std::int64_t gap = 2;  // floats between rows
constexpr double eps = 1e-3;

/// Rows of `size` numbers, `size + gap` apart.
struct Block {
  std::int64_t size;
  std::vector<float> numbers = std::vector<float>(static_cast<std::size_t>(rows * (size + gap)));

  Block(std::int64_t of, const char* name) : size(of) { Random(1, name).fill_normal(numbers); }
  [[nodiscard]] Rows<float> all() { return {numbers.data(), size + gap}; }
  [[nodiscard]] Doubles row(std::int64_t i) const {
    const auto* begin = numbers.data() + i * (size + gap);
    return {begin, begin + size};
  }
};

double product(const Doubles& a, const Doubles& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

double rms(const Doubles& x) {
  return std::sqrt(product(x, x) / static_cast<double>(x.size()) + eps);
}

/// The gradient at x from g, that at u = x / rms(x).
Doubles behind_division(const Doubles& x, const Doubles& g) {
  const double scale = 1 / rms(x);
  Doubles at_x;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double mean = product(x, g) * scale / static_cast<double>(x.size());
    at_x.push_back((g[i] - x[i] * scale * mean) * scale);
  }
  return at_x;
}

Doubles scaled_by(const Doubles& x, const Doubles& factors, double factor = 1) {
  Doubles y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(x[i] * factors[i] * factor);
  }
  return y;
}

/// Pairs (i, i + size / 2) turned by the angles, forwards (1) or back (-1).
Doubles turned_by(const Doubles& x, const Doubles& angles, double direction) {
  Doubles y(x.size());
  const std::size_t half = x.size() / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const double c = std::cos(angles[i]);
    const double s = std::sin(angles[i]) * direction;
    y[i] = x[i] * c - x[i + half] * s;
    y[i + half] = x[i] * s + x[i + half] * c;
  }
  return y;
}

void expect_row(const Doubles& actual, const Doubles& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual[i], expected[i], 2e-6) << i << " of " << actual.size();
  }
}

class RmsNormPasses : public testing::TestWithParam<std::int64_t> {
 protected:
  std::int64_t size = GetParam();
  RmsNorm norm = {size, static_cast<float>(eps)};
  Block x{size, "x"};
  Block at_y{size, "gradient"};
  Block out{size, "out"};
};

TEST_P(RmsNormPasses, ScaleByTheDefinitionOnEveryInstructionSet) {
  const Block gains(size, "gain");
  const Doubles gain = gains.row(0);
  for (const RmsNormKernels& kernels : rms_norm_kernels()) {
    kernels.scaled(norm, gains.numbers.data(), x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      expect_row(out.row(i), scaled_by(x.row(i), gain, 1 / rms(x.row(i))));
    }
    std::vector<float> at_gain(static_cast<std::size_t>(size), 5);
    kernels.scaled_gradient(norm, gains.numbers.data(), x.all(), at_y.all(), rows, out.all(),
                            at_gain.data());
    Doubles expected(static_cast<std::size_t>(size), 5);
    for (std::int64_t i = 0; i < rows; ++i) {
      expect_row(out.row(i), behind_division(x.row(i), scaled_by(at_y.row(i), gain)));
      const Doubles term = scaled_by(at_y.row(i), x.row(i), 1 / rms(x.row(i)));
      for (std::size_t k = 0; k < expected.size(); ++k) {
        expected[k] += term[k];
      }
    }
    expect_row({at_gain.begin(), at_gain.end()}, expected);
  }
}

TEST_P(RmsNormPasses, TurnByTheDefinitionOnEveryInstructionSet) {
  const auto half = static_cast<std::size_t>(size / 2);
  std::vector<Doubles> angles;
  std::vector<float> cosines;
  std::vector<float> sines;
  for (std::int64_t i = 0; i < rows; ++i) {
    angles.emplace_back();
    for (std::size_t k = 0; k < half; ++k) {
      angles.back().push_back(0.3 * static_cast<double>(i + 1) / static_cast<double>(k + 1));
      cosines.push_back(static_cast<float>(std::cos(angles.back().back())));
      sines.push_back(static_cast<float>(std::sin(angles.back().back())));
    }
  }
  for (const RmsNormKernels& kernels : rms_norm_kernels()) {
    kernels.turned(norm, {cosines.data(), sines.data()}, x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      const Doubles all = turned_by(x.row(i), angles[static_cast<std::size_t>(i)], 1);
      expect_row(out.row(i), scaled_by(all, Doubles(all.size(), 1), 1 / rms(x.row(i))));
    }
    kernels.turned_gradient(norm, {cosines.data(), sines.data()}, x.all(), at_y.all(), rows,
                            out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      const Doubles back = turned_by(at_y.row(i), angles[static_cast<std::size_t>(i)], -1);
      expect_row(out.row(i), behind_division(x.row(i), back));
    }
  }
}

TEST_P(RmsNormPasses, LeaveWhatStandsBetweenRows) {
  const Block before = out;
  const std::vector<float> ones(static_cast<std::size_t>(rows * size), 1);
  const Angles angles = {ones.data(), ones.data()};
  std::vector<float> at_gain(static_cast<std::size_t>(size));
  for (const RmsNormKernels& kernels : rms_norm_kernels()) {
    kernels.scaled(norm, ones.data(), x.all(), rows, out.all());
    kernels.scaled_gradient(norm, ones.data(), x.all(), at_y.all(), rows, out.all(),
                            at_gain.data());
    kernels.turned(norm, angles, x.all(), rows, out.all());
    kernels.turned_gradient(norm, angles, x.all(), at_y.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      for (std::int64_t k = size; k < size + gap; ++k) {
        const auto at = static_cast<std::size_t>(i * (size + gap) + k);
        EXPECT_EQ(out.numbers[at], before.numbers[at]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, RmsNormPasses, testing::Values(2, 6, 16, 32, 34, 128));

}  // namespace
}  // namespace akin::numerics
