#include "akin/kernels/adam.h"

#include <cmath>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::kernels {
namespace {

constexpr std::size_t length = 37;  // not a multiple of a register

struct State {
  std::vector<float> values = std::vector<float>(length);
  std::vector<float> gradients = std::vector<float>(length);
  std::vector<float> others = std::vector<float>(length);
  std::vector<float> first = std::vector<float>(length);
  std::vector<float> second = std::vector<float>(length);
  std::vector<float> decayed = std::vector<float>(length);

  State() {
    Random random(1, "adam");
    for (auto* vector : {&values, &gradients, &others, &first, &second}) {
      random.fill_normal(*vector);
    }
    for (std::size_t i = 0; i < length; ++i) {
      second[i] *= second[i];
      decayed[i] = static_cast<float>(i % 2);
    }
  }
  [[nodiscard]] AdamVectors vectors(bool decays, bool two) {
    return {values.data(), gradients.data(), two ? others.data() : nullptr,
            first.data(),  second.data(),    decays ? decayed.data() : nullptr};
  }
};

constexpr AdamStep step = {.beta2 = 0.75F,
                           .one_minus_beta1 = 0.5F,
                           .one_minus_beta2 = 0.25F,
                           .step_size = 0.1F,
                           .inverse_root_correction = 2,
                           .eps = 0.125F,
                           .weight_decay = 0.0625F,
                           .gradient_scale = 0.5F,
                           .others_weight = 0.25F};

double at(const std::vector<float>& numbers, std::size_t i) {
  return static_cast<double>(numbers[i]);
}

double gradient(const State& before, std::size_t i, bool two) {
  return 0.5 * (two ? 0.75 * at(before.gradients, i) + 0.25 * at(before.others, i)
                    : at(before.gradients, i));
}

/// The step by its definition, in double.
double expected_value(const State& before, std::size_t i, bool decays, double g) {
  const double m = 0.5 * at(before.first, i) + 0.5 * g;
  const double v = 0.75 * at(before.second, i) + 0.25 * g * g;
  const double kept = decays ? 1 - 0.0625 * at(before.decayed, i) : 1;
  return kept * at(before.values, i) - 0.1 * m / (2 * std::sqrt(v) + 0.125);
}

/// Whether weights decay, and whether there are two gradients.
class AdamStepTest : public testing::TestWithParam<std::tuple<bool, bool>> {};

TEST_P(AdamStepTest, FollowsTheDefinitionOnEveryInstructionSet) {
  const auto [decays, two] = GetParam();
  const State before;
  for (const AdamKernels& kernels : adam_kernels()) {
    State after;
    kernels.step(step, after.vectors(decays, two), 1, length - 1);
    for (std::size_t i = 1; i < length - 1; ++i) {
      const double g = gradient(before, i, two);
      EXPECT_NEAR(at(after.values, i), expected_value(before, i, decays, g), 1e-6) << i;
      EXPECT_NEAR(at(after.first, i), (at(before.first, i) + g) / 2, 1e-6) << i;
    }
    EXPECT_EQ(after.values.front(), before.values.front()) << "outside of the range";
    EXPECT_EQ(after.values.back(), before.values.back()) << "outside of the range";
    EXPECT_EQ(after.second.back(), before.second.back()) << "outside of the range";
  }
}

TEST_P(AdamStepTest, SumsSquaresOnEveryInstructionSet) {
  const auto [decays, two] = GetParam();
  State state;
  double expected = 0;
  for (std::size_t i = 1; i < length - 1; ++i) {
    const double g = gradient(state, i, two) / static_cast<double>(step.gradient_scale);
    expected += g * g;
  }
  for (const AdamKernels& kernels : adam_kernels()) {
    EXPECT_NEAR(kernels.squares(step, state.vectors(decays, two), 1, length - 1), expected,
                1e-6 * expected);
    EXPECT_EQ(kernels.squares(step, state.vectors(decays, two), 5, 2), 0) << "none of them";
  }
}

TEST(AdamKernelsTest, SumManySquares) {
  constexpr std::int64_t n = 2 * 4096 + 5;  // more than one block
  std::vector<float> gradients(n);
  Random(1, "adam").fill_normal(gradients);
  double expected = 0;
  for (std::size_t i = 1; i < n; ++i) {
    expected += at(gradients, i) * at(gradients, i);
  }
  const AdamVectors vectors = {.gradients = gradients.data()};
  for (const AdamKernels& kernels : adam_kernels()) {
    EXPECT_NEAR(kernels.squares(step, vectors, 1, n), expected, 1e-6 * expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Ways, AdamStepTest, testing::Combine(testing::Bool(), testing::Bool()));

}  // namespace
}  // namespace akin::kernels
