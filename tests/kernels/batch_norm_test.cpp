#include "akin/kernels/batch_norm.h"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::kernels {
namespace {

using Numbers = std::vector<float>;

Numbers some(std::size_t n, const std::string& name) {
  Numbers values(n);
  Random random(1, name);
  random.fill_normal(values);
  return values;
}

/// Two full periods and a part of a third, with the expected values in double.
class BatchNormPasses : public testing::TestWithParam<std::int64_t> {
 protected:
  [[nodiscard]] std::size_t channel(std::size_t i) const { return i % period; }
  [[nodiscard]] double affine(std::size_t i) const {
    return static_cast<double>(x[i]) * static_cast<double>(scale[channel(i)]) +
           static_cast<double>(shift[channel(i)]);
  }
  [[nodiscard]] double gradient(std::size_t i) const {
    return static_cast<double>(grad_y[i]) * (affine(i) > 0 ? 1.0 : 0.25);
  }
  [[nodiscard]] double off(std::size_t i) const {
    return static_cast<double>(x[i]) - static_cast<double>(origin[channel(i)]);
  }
  /// Expects sums of term(i) for each place of the period.
  template <class Term>
  void expect_sums(const Numbers& sums, const Term& term) const {
    for (std::size_t c = 0; c < period; ++c) {
      double expected = 1;  // the initial value
      for (std::size_t i = c; i < n; i += period) {
        expected += term(i);
      }
      EXPECT_NEAR(static_cast<double>(sums[c]), expected, 1e-5) << c;
    }
  }
  template <class Term>
  void expect_all(const Numbers& values, const Term& term) const {
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(static_cast<double>(values[i]), term(i), 1e-5) << i;
    }
  }

  std::size_t period = static_cast<std::size_t>(GetParam());
  std::size_t n = 2 * period + 7;
  Numbers x = some(n, "x");
  Numbers grad_y = some(n, "gradient");
  Numbers origin = some(period, "origin");
  Numbers scale = some(period, "scale");
  Numbers shift = some(period, "shift");
  Numbers factor = some(period, "factor");
  Numbers rest = some(period, "rest");
  BatchNormParameters norm = {GetParam(), 0.25F, origin.data(), scale.data(), shift.data()};
  Numbers sums = Numbers(period, 1);
  Numbers others = Numbers(period, 1);
  Numbers out = Numbers(n, 99);
};

TEST_P(BatchNormPasses, FollowTheDefinitionOnEveryInstructionSet) {
  const auto count = static_cast<std::int64_t>(n);
  for (const BatchNormKernels& kernels : batch_norm_kernels()) {
    sums.assign(period, 1);
    others.assign(period, 1);
    kernels.moments(norm, x.data(), count, sums.data(), others.data());
    expect_sums(sums, [&](std::size_t i) { return off(i); });
    expect_sums(others, [&](std::size_t i) { return off(i) * off(i); });

    kernels.forward(norm, x.data(), count, out.data());
    expect_all(out, [&](std::size_t i) { return affine(i) * (affine(i) > 0 ? 1.0 : 0.25); });

    sums.assign(period, 1);
    others.assign(period, 1);
    kernels.gradient_sums(norm, x.data(), grad_y.data(), count, sums.data(), others.data());
    expect_sums(sums, [&](std::size_t i) { return gradient(i); });
    expect_sums(others, [&](std::size_t i) { return gradient(i) * off(i); });

    kernels.backward(norm, x.data(), grad_y.data(), count, factor.data(), rest.data(), out.data());
    expect_all(out, [&](std::size_t i) {
      return static_cast<double>(scale[channel(i)]) * gradient(i) +
             static_cast<double>(factor[channel(i)]) * static_cast<double>(x[i]) +
             static_cast<double>(rest[channel(i)]);
    });
  }
}

INSTANTIATE_TEST_SUITE_P(Periods, BatchNormPasses, testing::Values(16, 48, 128));

}  // namespace
}  // namespace akin::kernels
