#include "akin/evaluation/context_loss.h"

#include <cmath>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/tiny_text.h"

namespace akin {
namespace {

using testing::ElementsAre;
using torch::Tensor;

/// -ln p of the last of these tokens, given the others.
double loss_of_last(TextModel& model, const std::vector<std::int64_t>& ids) {
  const torch::NoGradGuard no_grad;
  const Tensor inputs = torch::tensor(ids).slice(0, 0, std::ssize(ids) - 1).unsqueeze(0);
  const Tensor logits = model.transformer().logits(inputs)[0][std::ssize(ids) - 2];
  return -torch::log_softmax(logits.to(torch::kFloat64), 0)[ids.back()].item<double>();
}

TEST(ContextLoss, IsThatOfTheLastTokensBeforeEach) {
  const auto model = tests::tiny_text_model();
  const ContextLoss loss = context_loss(*model, torch::tensor({{1, 3, 2, 5}}));
  EXPECT_THAT(loss.lengths, ElementsAre(1, 2, 3));
  const double first = loss_of_last(*model, {1, 3});
  EXPECT_NEAR(loss.nats[0],
              (first + loss_of_last(*model, {3, 2}) + loss_of_last(*model, {2, 5})) / 3, 1e-6);
  EXPECT_NEAR(loss.nats[1],
              (first + loss_of_last(*model, {1, 3, 2}) + loss_of_last(*model, {3, 2, 5})) / 3,
              1e-6);
  EXPECT_NEAR(loss.nats[2],
              (first + loss_of_last(*model, {1, 3, 2}) + loss_of_last(*model, {1, 3, 2, 5})) / 3,
              1e-6);
}

// Windows of 4 begin at tokens 0, 2 and 3, the last place for one.
TEST(ContextLoss, LongWindowsOverlapByHalf) {
  const auto model = tests::tiny_text_model();
  const ContextLoss loss = context_loss(*model, torch::tensor({{1, 3, 2, 5, 4, 1, 2, 3}}));
  ASSERT_THAT(loss.lengths, ElementsAre(1, 2, 4, 7));
  const double sum = loss_of_last(*model, {1, 3}) + loss_of_last(*model, {1, 3, 2}) +
                     loss_of_last(*model, {1, 3, 2, 5}) + loss_of_last(*model, {1, 3, 2, 5, 4}) +
                     loss_of_last(*model, {2, 5, 4, 1}) + loss_of_last(*model, {2, 5, 4, 1, 2}) +
                     loss_of_last(*model, {5, 4, 1, 2, 3});
  EXPECT_NEAR(loss.nats[2], sum / 7, 1e-6);
}

TEST(ContextLoss, AtFullLengthIsTheValidationLoss) {
  const auto model = tests::tiny_text_model();
  const Tensor ids = torch::tensor({{1, 3, 2, 5, 4, 1}, {2, 2, 3, 0, -1, -1}});
  const ContextLoss loss = context_loss(*model, ids);
  EXPECT_THAT(loss.lengths, ElementsAre(1, 2, 4, 5));
  const auto nll = model->nll(ids, {}, Random(0, "validation"));
  EXPECT_EQ(nll->items, 8);
  EXPECT_NEAR(loss.nats.back(), nll->mean(), 1e-6);
}

TEST(ContextLoss, RefusesBlocksThatAreTooShortOrTooLong) {
  const auto model = tests::tiny_text_model();
  EXPECT_THROW((void)context_loss(*model, torch::zeros({1, 1}, torch::kInt64)), Error);
  EXPECT_THROW((void)context_loss(*model, torch::zeros({1, 18}, torch::kInt64)), Error);
  EXPECT_EQ(context_loss(*model, torch::zeros({1, 17}, torch::kInt64)).lengths.back(), 16);
}

}  // namespace
}  // namespace akin
