#include "akin/kernels/block_minima.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "akin/base/random.h"

namespace akin::kernels {
namespace {

/// The definition, in double.
double minimum(const MinimaBlock& block, std::int64_t query) {
  double least = std::numeric_limits<double>::infinity();
  for (std::int64_t p = 0; p < block.panels; ++p) {
    for (std::int64_t j = 0; j < panel_width; ++j) {
      auto value = static_cast<double>(block.norms[p * panel_width + j]);
      for (std::int64_t k = 0; k < block.dimensions; ++k) {
        const auto q = static_cast<double>(block.queries[k * query_height + query]);
        const auto r =
            static_cast<double>(block.references[(p * block.dimensions + k) * panel_width + j]);
        value -= 2 * q * r;
      }
      least = std::min(least, value);
    }
  }
  return least;
}

std::vector<float> normal_numbers(std::int64_t count, const char* stream) {
  std::vector<float> values(static_cast<std::size_t>(count));
  Random(1, stream).fill_normal(values);
  return values;
}

TEST(BlockMinima, EveryKernelFollowsTheDefinition) {
  constexpr std::int64_t panels = 3;
  constexpr std::int64_t dimensions = 5;
  const auto queries = normal_numbers(dimensions * query_height, "queries");
  const auto references = normal_numbers(panels * dimensions * panel_width, "references");
  auto norms = normal_numbers(panels * panel_width, "norms");
  norms.back() = std::numeric_limits<float>::infinity();  // padding
  const MinimaBlock block{queries.data(), references.data(), norms.data(), panels, dimensions};
  ASSERT_FALSE(block_minima_kernels().empty());
  for (const auto kernel : block_minima_kernels()) {
    std::vector<float> minima(query_height);
    kernel(block, minima.data());
    for (std::int64_t i = 0; i < query_height; ++i) {
      EXPECT_NEAR(minima[static_cast<std::size_t>(i)], minimum(block, i), 1e-5) << i;
    }
  }
}

}  // namespace
}  // namespace akin::kernels
