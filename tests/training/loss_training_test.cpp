#include "akin/training/loss_training.h"

#include <atomic>

#include <gtest/gtest.h>

#include "akin/families/transformer/transformer_training.h"
#include "akin/nn/layers.h"

#include "support/tensors.h"
#include "support/thread_count.h"
#include "support/tiny_text.h"

namespace akin {
namespace {

using torch::Tensor;

/// Adam's first moment after the first step, a multiple of the gradient, and the loss.
struct FirstStep {
  Tensor gradient;
  double loss;
};

FirstStep first_step(Trainable& training, const Batch& batch, int threads) {
  const tests::ThreadCount count(threads);
  const StepMetrics metrics = training.step(batch, {});
  return {training.state().at("optimizer.first_moment").clone(),
          metrics.front().value.item<double>()};
}

/// The mean over the items whose first feature is not negative: shards differ in their number.
class MeanSquare : public LossTraining {
 public:
  explicit MeanSquare(bool divides) : MeanSquare(std::make_shared<nn::LinearImpl>(3, 1), divides) {}

  std::atomic<int> calls = 0;

 protected:
  Objective objective(const Batch& batch, const StepContext& /*context*/) override {
    ++calls;
    const Tensor counts = (batch.data.select(1, 0) >= 0).to(torch::kFloat32);  // [n]
    const Tensor squares = layer_->forward(batch.data).square().squeeze(1);    // [n]
    const Tensor loss = (squares * counts).sum() / counts.sum();
    return {loss, {{"loss", loss.detach()}}, counts.sum()};
  }
  [[nodiscard]] bool can_shard() const override { return divides_; }

 private:
  MeanSquare(const std::shared_ptr<nn::LinearImpl>& layer, bool divides)
      : LossTraining(
            layer, [&] { return nn::named_tensors(*layer); }, {}, 0),
        layer_(layer),
        divides_(divides) {
    const torch::NoGradGuard no_grad;
    layer_->weight.copy_(torch::tensor({{1.0F, -2.0F, 3.0F}}));
  }

  std::shared_ptr<nn::LinearImpl> layer_;
  bool divides_;
};

TEST(LossTraining, ShardsGiveTheGradientOfTheWholeBatch) {
  const Batch batch{tests::normal({13, 3}, 1), {}};
  MeanSquare alone(true);
  MeanSquare sharded(true);
  const FirstStep whole = first_step(alone, batch, 1);
  const FirstStep parts = first_step(sharded, batch, 3);
  EXPECT_EQ(alone.calls, 1);
  EXPECT_EQ(sharded.calls, 3);
  EXPECT_TRUE(torch::allclose(parts.gradient, whole.gradient, 1e-5, 1e-7));
  EXPECT_NEAR(parts.loss, whole.loss, 1e-5 * whole.loss);
}

TEST(LossTraining, SmallBatchesAndIndivisibleLossesAreNotSharded) {
  MeanSquare small(true);
  first_step(small, {tests::normal({5, 3}, 1), {}}, 3);
  EXPECT_EQ(small.calls, 1);
  MeanSquare whole(false);
  first_step(whole, {tests::normal({13, 3}, 1), {}}, 3);
  EXPECT_EQ(whole.calls, 1);
}

/// Documents of different lengths, so that shards differ in their number of tokens.
Batch documents() {
  Tensor tokens = (2 * tests::normal({8, 17}, 3).abs()).clamp_max(5).to(torch::kInt64);  // [8, 17]
  for (std::int64_t i = 0; i < 8; ++i) {
    tokens[i].slice(0, 2 + 2 * i).fill_(-1);
  }
  return {tokens, {}};
}

TEST(LossTraining, TransformerShardsAreWeightedByTheirTokens) {
  const auto step = [](int threads) {
    TransformerTraining training(tests::tiny_text_model(true), {});
    return first_step(training, documents(), threads);
  };
  const FirstStep whole = step(1);
  const FirstStep parts = step(2);
  EXPECT_TRUE(torch::allclose(parts.gradient, whole.gradient, 1e-4, 1e-7));
  EXPECT_NEAR(parts.loss, whole.loss, 1e-5);
}

TEST(LossTraining, TheSameNumberOfThreadsGivesTheSameBytes) {
  const auto step = [] {
    TransformerTraining training(tests::tiny_text_model(), {});
    return first_step(training, documents(), 2).gradient;
  };
  EXPECT_TRUE(torch::equal(step(), step()));
}

}  // namespace
}  // namespace akin
