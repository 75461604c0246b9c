#include "akin/models/conditioning.h"

#include <gmock/gmock.h>

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::elements;
using tests::error_of;

TEST(Conditioning, AppendsTheOneHotVectorByHand) {
  const auto x = torch::tensor({1.F, 2.F}).view({2, 1});
  EXPECT_THAT(elements(append_one_hot(x, torch::tensor({2, 0}), 3)),
              ElementsAre(1, 0, 0, 1, 2, 1, 0, 0));
}

TEST(Conditioning, WithoutClassesNothingIsAppended) {
  const auto x = tests::normal({2, 3});
  EXPECT_TRUE(torch::equal(append_one_hot(x, {}, 0), x));
  EXPECT_TRUE(torch::equal(append_one_hot(x, torch::tensor({1, 0}), 0), x));
}

TEST(Conditioning, AddsTheProjectionByHand) {
  nn::Embedding embedding(2, 2);
  {
    const torch::NoGradGuard no_grad;
    embedding->weight.copy_(torch::tensor({1.F, 2.F, 3.F, 4.F}).view({2, 2}));
  }
  const auto logits = torch::tensor({100.F, 200.F});
  const auto features = torch::tensor({10.F, 1.F, 5.F, -1.F}).view({2, 2});
  // 100 + 3 * 10 + 4 * 1 and 200 + 1 * 5 - 2 * 1.
  EXPECT_THAT(elements(add_projection(logits, features, embedding, torch::tensor({1, 0}))),
              ElementsAre(134, 203));
}

TEST(Conditioning, WithoutAnEmbeddingLogitsAreUnchanged) {
  nn::Embedding none{nullptr};
  const auto logits = torch::tensor({1.F, 2.F});
  EXPECT_TRUE(torch::equal(add_projection(logits, tests::normal({2, 2}), none, {}), logits));
}

TEST(Conditioning, NeedsALabelForEveryItem) {
  nn::Embedding embedding(2, 2);
  const auto x = tests::normal({2, 2});
  EXPECT_THAT(error_of([&] { append_one_hot(x, {}, 2); }), HasSubstr("expected 2 labels, got 0"));
  EXPECT_THAT(error_of([&] { append_one_hot(x, torch::tensor({1}), 2); }),
              HasSubstr("expected 2 labels, got 1"));
  EXPECT_THAT(error_of([&] { add_projection(x.sum(1), x, embedding, {}); }),
              HasSubstr("expected 2 labels, got 0"));
}

}  // namespace
}  // namespace akin
