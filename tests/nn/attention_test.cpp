#include "akin/nn/attention.h"

#include <gtest/gtest.h>

#include "support/tensors.h"

namespace akin::nn {
namespace {

using torch::Tensor;

struct HeadSizes {
  std::int64_t n, heads, t, d;
};

std::string name_of_sizes(const testing::TestParamInfo<HeadSizes>& info) {
  const auto& [n, heads, t, d] = info.param;
  return fmt::format("{}x{}x{}x{}", n, heads, t, d);
}

class CausalAttention : public testing::TestWithParam<HeadSizes> {};

/// Queries, keys and values as a linear layer returns them: thirds of [n, t, 3, heads, d].
std::vector<Tensor> result_and_gradients(const Tensor& all, const auto& attention) {
  const Tensor leaf = all.clone().requires_grad_();
  const auto third = [&](std::int64_t i) { return leaf.select(2, i).transpose(1, 2); };
  const Tensor out = attention(third(0), third(1), third(2));  // [n, t, heads * d]
  (out * tests::normal(out.sizes().vec(), 2)).sum().backward();
  return {out.detach(), leaf.grad()};
}

TEST_P(CausalAttention, EqualsItsReferenceInValuesAndGradients) {
  const auto& [n, heads, t, d] = GetParam();
  const Tensor all = tests::normal({n, t, 3, heads, d}, 1);
  const auto fast = result_and_gradients(all, causal_attention);
  const auto reference = result_and_gradients(all, reference_attention);
  for (std::size_t i = 0; i < fast.size(); ++i) {
    ASSERT_EQ(fast[i].sizes(), reference[i].sizes());
    const auto distance = (fast[i] - reference[i]).abs().max().item<double>();
    EXPECT_LT(distance, 2e-5 * reference[i].abs().max().item<double>()) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, CausalAttention,
                         testing::Values(HeadSizes{2, 3, 64, 32}, HeadSizes{1, 2, 2, 16},
                                         HeadSizes{2, 1, 17, 16}, HeadSizes{1, 1, 100, 48},
                                         HeadSizes{1, 2, 256, 64}, HeadSizes{2, 2, 33, 80}),
                         name_of_sizes);

TEST(CausalAttentionOf, SizesWithoutAKernelIsItsReference) {
  const Tensor q = tests::normal({2, 2, 5, 6}, 1);
  const Tensor more = tests::normal({2, 2, 9, 6}, 2);
  EXPECT_TRUE(torch::equal(causal_attention(q, q, q), reference_attention(q, q, q)));
  EXPECT_TRUE(torch::equal(causal_attention(q, more, more), reference_attention(q, more, more)));
}

TEST(CausalAttentionOf, OneTokenIsItsValue) {
  const Tensor v = tests::normal({3, 2, 1, 16}, 1);
  EXPECT_TRUE(torch::allclose(causal_attention(v, v, v), v.transpose(1, 2).flatten(2)));
}

TEST(CausalAttentionOf, NanIsVisibleFromItsPositionOn) {
  Tensor q = tests::normal({1, 1, 32, 16}, 1);
  q[0][0][20][3] = std::numeric_limits<float>::quiet_NaN();
  const Tensor out = causal_attention(q, q, q);  // [1, 32, 16]
  EXPECT_TRUE(out[0].slice(0, 0, 16).isfinite().all().item<bool>());
  EXPECT_TRUE(out[0].slice(0, 20).isnan().all().item<bool>());
}

}  // namespace
}  // namespace akin::nn
