#include "akin/kernels/norms.h"

#include <cmath>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::kernels {
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

/// The gradient at x from the gradient g at u = x / rms(x).
Doubles divided_gradient(const Doubles& x, const Doubles& g) {
  const double scale = 1 / rms(x);
  Doubles grad_x;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double mean = product(x, g) * scale / static_cast<double>(x.size());
    grad_x.push_back((g[i] - x[i] * scale * mean) * scale);
  }
  return grad_x;
}

Doubles scaled_by(const Doubles& x, const Doubles& factors, double factor = 1) {
  Doubles y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(x[i] * factors[i] * factor);
  }
  return y;
}

/// Pairs (i, i + size / 2) rotated by the angles, forward (1) or inverse (-1).
Doubles rotated_by(const Doubles& x, const Doubles& angles, double direction) {
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

class Norms : public testing::TestWithParam<std::int64_t> {
 protected:
  std::int64_t size = GetParam();
  Norm norm = {size, static_cast<float>(eps)};
  Block x{size, "x"};
  Block grad_y{size, "gradient"};
  Block out{size, "out"};
};

TEST_P(Norms, RmsNormFollowsItsDefinition) {
  const Block gains(size, "gain");
  const Doubles gain = gains.row(0);
  for (const NormKernels& kernels : norm_kernels()) {
    kernels.rms_norm(norm, gains.numbers.data(), x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      expect_row(out.row(i), scaled_by(x.row(i), gain, 1 / rms(x.row(i))));
    }
    std::vector<float> grad_gain(static_cast<std::size_t>(size), 5);
    kernels.rms_norm_gradient(norm, gains.numbers.data(), x.all(), grad_y.all(), rows, out.all(),
                              grad_gain.data());
    Doubles expected(static_cast<std::size_t>(size), 5);
    for (std::int64_t i = 0; i < rows; ++i) {
      expect_row(out.row(i), divided_gradient(x.row(i), scaled_by(grad_y.row(i), gain)));
      const Doubles term = scaled_by(grad_y.row(i), x.row(i), 1 / rms(x.row(i)));
      for (std::size_t k = 0; k < expected.size(); ++k) {
        expected[k] += term[k];
      }
    }
    expect_row({grad_gain.begin(), grad_gain.end()}, expected);
  }
}

TEST_P(Norms, RotaryRmsNormFollowsItsDefinition) {
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
  for (const NormKernels& kernels : norm_kernels()) {
    kernels.rotary_rms_norm(norm, {cosines.data(), sines.data()}, x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      const Doubles all = rotated_by(x.row(i), angles[static_cast<std::size_t>(i)], 1);
      expect_row(out.row(i), scaled_by(all, Doubles(all.size(), 1), 1 / rms(x.row(i))));
    }
    kernels.rotary_rms_norm_gradient(norm, {cosines.data(), sines.data()}, x.all(), grad_y.all(),
                                     rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      const Doubles back = rotated_by(grad_y.row(i), angles[static_cast<std::size_t>(i)], -1);
      expect_row(out.row(i), divided_gradient(x.row(i), back));
    }
    kernels.rotary(size, {cosines.data(), sines.data()}, x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      expect_row(out.row(i), rotated_by(x.row(i), angles[static_cast<std::size_t>(i)], 1));
    }
  }
}

TEST_P(Norms, LayerNormFollowsItsDefinition) {
  const Block gains(size, "gain");
  const Doubles ones(static_cast<std::size_t>(size), 1);
  for (const NormKernels& kernels : norm_kernels()) {
    kernels.layer_norm(norm, gains.numbers.data(), x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      Doubles centred = x.row(i);
      const double mean = product(centred, ones) / static_cast<double>(size);
      for (double& value : centred) {
        value -= mean;
      }
      expect_row(out.row(i), scaled_by(centred, gains.row(0), 1 / rms(centred)));
    }
  }
}

TEST_P(Norms, LeaveThePaddingBetweenRows) {
  const Block before = out;
  const std::vector<float> ones(static_cast<std::size_t>(rows * size), 1);
  const RotaryTable table = {ones.data(), ones.data()};
  std::vector<float> grad_gain(static_cast<std::size_t>(size));
  for (const NormKernels& kernels : norm_kernels()) {
    kernels.rms_norm(norm, ones.data(), x.all(), rows, out.all());
    kernels.rms_norm_gradient(norm, ones.data(), x.all(), grad_y.all(), rows, out.all(),
                              grad_gain.data());
    kernels.rotary_rms_norm(norm, table, x.all(), rows, out.all());
    kernels.rotary_rms_norm_gradient(norm, table, x.all(), grad_y.all(), rows, out.all());
    kernels.rotary(size, table, x.all(), rows, out.all());
    kernels.layer_norm(norm, ones.data(), x.all(), rows, out.all());
    for (std::int64_t i = 0; i < rows; ++i) {
      for (std::int64_t k = size; k < size + gap; ++k) {
        const auto at = static_cast<std::size_t>(i * (size + gap) + k);
        EXPECT_EQ(out.numbers[at], before.numbers[at]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Norms, testing::Values(2, 6, 16, 32, 34, 128));

}  // namespace
}  // namespace akin::kernels
