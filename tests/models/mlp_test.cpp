#include "akin/models/mlp.h"

#include <gmock/gmock.h>

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin {
namespace {

TEST(Mlp, LeakyReluIsOnlyBetweenLayers) {
  Mlp mlp({1, 1, 2}, Random(1));
  {
    const torch::NoGradGuard no_grad;
    for (const auto& item : mlp.named_parameters()) {
      item.value().fill_(item.key() == "0.weight" ? 1 : item.key() == "1.weight" ? 10 : 0);
    }
  }
  // -1 becomes -0.2 in between and -2 behind; the last layer is linear.
  EXPECT_THAT(tests::elements(mlp.forward(torch::tensor({-1.F, 3.F}).view({2, 1}), {})),
              testing::ElementsAre(-2, -2, 30, 30));
}

TEST(Mlp, ALastWidthOfOneGivesOneNumberPerItem) {
  EXPECT_EQ(Mlp({2, 8, 1}, Random(1)).forward(tests::normal({5, 2}), {}).sizes(),
            at::IntArrayRef({5}));
  EXPECT_EQ(Mlp({2, 8, 3}, Random(1)).forward(tests::normal({5, 2}), {}).sizes(),
            at::IntArrayRef({5, 3}));
}

TEST(Mlp, NeedsTwoWidths) {
  EXPECT_THAT(tests::error_of([] { Mlp({3}, Random(1)); }),
              testing::HasSubstr("expected at least two widths, got 1"));
}

}  // namespace
}  // namespace akin
