#include "akin/base/random.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace akin {
namespace {

TEST(Random, IsAFunctionOfSeedStreamAndIndex) {
  const auto first = [](std::uint64_t seed, std::string_view stream, std::uint64_t index) {
    return Random(seed, stream, index).bits();
  };
  EXPECT_EQ(first(1, "latent", 7), first(1, "latent", 7));
  const std::set<std::uint64_t> different = {first(1, "latent", 7), first(2, "latent", 7),
                                             first(1, "noise", 7),  first(1, "latent", 8),
                                             first(7, "latent", 1), first(1, "", 7)};
  EXPECT_EQ(different.size(), 6U);
}

TEST(Random, NeighbouringStreamsAreUncorrelated) {
  // Correlation of the first normals of 10,000 pairs of neighbours: standard deviation 0.01.
  double sum = 0;
  constexpr int n = 10'000;
  for (int i = 0; i < n; ++i) {
    sum += Random(1, "a", static_cast<std::uint64_t>(i)).normal() *
           Random(1, "a", static_cast<std::uint64_t>(i) + 1).normal();
  }
  EXPECT_NEAR(sum / n, 0, 0.05);
}

TEST(Random, UniformHasItsMoments) {
  Random random(3);
  double sum = 0;
  double squares = 0;
  constexpr int n = 100'000;
  for (int i = 0; i < n; ++i) {
    const double x = random.uniform(2, 4);
    ASSERT_GE(x, 2);
    ASSERT_LT(x, 4);
    sum += x;
    squares += (x - 3) * (x - 3);
  }
  EXPECT_NEAR(sum / n, 3, 0.01);            // standard deviation 0.0018
  EXPECT_NEAR(squares / n, 1.0 / 3, 0.01);  // (4 - 2)^2 / 12
}

/// Moments of the standard normal: 0, 1, 0, 3, and 15.87 % beyond one standard deviation.
void expect_standard_normal(const std::vector<double>& values) {
  const auto mean_of = [&](auto f) {
    double sum = 0;
    for (const double x : values) {
      sum += f(x);
    }
    return sum / static_cast<double>(values.size());
  };
  EXPECT_NEAR(mean_of([](double x) { return x; }), 0, 0.02);
  EXPECT_NEAR(mean_of([](double x) { return x * x; }), 1, 0.03);
  EXPECT_NEAR(mean_of([](double x) { return x * x * x; }), 0, 0.06);
  EXPECT_NEAR(mean_of([](double x) { return x * x * x * x; }), 3, 0.2);
  EXPECT_NEAR(mean_of([](double x) { return x > 1 ? 1.0 : 0.0; }), 0.1587, 0.006);
}

TEST(Random, NormalIsStandardNormal) {
  Random random(4);
  std::vector<double> values(100'000);
  std::generate(values.begin(), values.end(), [&] { return random.normal(); });
  expect_standard_normal(values);
}

TEST(Random, FillNormalIsStandardNormalAndFillsOddLengths) {
  std::vector<float> values(99'999, -1000.0F);
  Random(5).fill_normal(values);
  expect_standard_normal({values.begin(), values.end()});
}

TEST(Random, FillUniformStaysInsideItsRange) {
  std::vector<float> values(100'000);
  Random(6).fill_uniform(values, -1, 1);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  EXPECT_GE(*low, -1);
  EXPECT_LT(*low, -0.999F);
  EXPECT_LT(*high, 1);
  EXPECT_GT(*high, 0.999F);
}

TEST(Random, BelowIsEven) {
  Random random(7);
  std::vector<int> counts(3);
  for (int i = 0; i < 30'000; ++i) {
    const auto k = random.below(3);
    ASSERT_TRUE(0 <= k && k < 3);
    ++counts[static_cast<std::size_t>(k)];
  }
  for (const int count : counts) {
    EXPECT_NEAR(count, 10'000, 400);  // standard deviation 82
  }
  EXPECT_EQ(random.below(1), 0);
}

TEST(Random, BelowReachesBeyond32Bits) {
  Random random(8);
  constexpr std::int64_t n = std::int64_t{1} << 62;
  std::int64_t largest = 0;
  for (int i = 0; i < 100; ++i) {
    largest = std::max(largest, random.below(n));
  }
  EXPECT_GT(largest, n / 2);
  EXPECT_LT(largest, n);
}

TEST(Permutation, IsABijectionOfEverySize) {
  for (const std::int64_t size : {1, 2, 3, 4, 5, 16, 17, 1000, 4097}) {
    const Permutation permutation(size, 9);
    std::vector<std::int64_t> images;
    for (std::int64_t i = 0; i < size; ++i) {
      images.push_back(permutation(i));
    }
    std::sort(images.begin(), images.end());
    for (std::int64_t i = 0; i < size; ++i) {
      ASSERT_EQ(images[static_cast<std::size_t>(i)], i) << "size " << size;
    }
  }
}

TEST(Permutation, DependsOnItsKeyAndShuffles) {
  const Permutation a(1000, 1);
  const Permutation b(1000, 2);
  int same = 0;
  int fixed = 0;
  int neighbours = 0;
  for (std::int64_t i = 0; i < 999; ++i) {
    same += a(i) == b(i) ? 1 : 0;
    fixed += a(i) == i ? 1 : 0;
    neighbours += std::abs(a(i + 1) - a(i)) == 1 ? 1 : 0;
  }
  EXPECT_LT(same, 8);         // 1 expected
  EXPECT_LT(fixed, 8);        // 1 expected
  EXPECT_LT(neighbours, 12);  // 2 expected
}

}  // namespace
}  // namespace akin
