#include "akin/training/average.h"

#include <gmock/gmock.h>

#include "akin/nn/layers.h"

#include "support/tensors.h"

namespace akin {
namespace {

void fill(nn::Linear& layer, double value) {
  const torch::NoGradGuard no_grad;
  layer->weight.fill_(value);
}

double averaged(const Average& average) {
  return average.weights("").at("weight").item<double>();
}

TEST(Average, WarmsUpByHand) {
  nn::Linear layer(1, 1, false);
  fill(layer, 1);
  Average average(nn::named_tensors(*layer), 0.999);
  EXPECT_EQ(averaged(average), 1);
  fill(layer, 2);
  average.update();  // decay 1/10
  EXPECT_NEAR(averaged(average), 0.1 * 1 + 0.9 * 2, 1e-6);
  fill(layer, 4);
  average.update();  // decay 2/11
  EXPECT_NEAR(averaged(average), (2 * 1.9 + 9 * 4) / 11, 1e-6);
}

TEST(Average, DecaysByItsOwnRateOnceWarm) {
  nn::Linear layer(1, 1, false);
  Average average(nn::named_tensors(*layer), 0.5);
  double expected = 0;
  for (int t = 0; t < 12; ++t) {
    const double live = t % 2 == 0 ? 1 : -2;
    fill(layer, live);
    average.update();
    const double decay = t < 8 ? (1.0 + t) / (10.0 + t) : 0.5;  // 9/18 at t = 8
    expected = decay * expected + (1 - decay) * live;
    EXPECT_NEAR(averaged(average), expected, 1e-6) << t;
  }
}

TEST(Average, WithADecayOfZeroIsTheModel) {
  nn::Linear layer(1, 1, false);
  Average average(nn::named_tensors(*layer), 0);
  fill(layer, 7);
  average.update();
  EXPECT_EQ(averaged(average), 7);
}

TEST(Average, AveragesStatisticsAndCopiesCounts) {
  torch::nn::BatchNorm2d norm(1);
  Average average(nn::named_tensors(*norm), 0.999);
  const torch::NoGradGuard no_grad;
  norm->running_mean.fill_(1);
  norm->num_batches_tracked.fill_(5);
  average.update();
  const auto weights = average.weights("g.");
  EXPECT_NEAR(weights.at("g.running_mean").item<double>(), 0.9, 1e-6);
  EXPECT_EQ(weights.at("g.num_batches_tracked").item<std::int64_t>(), 5);
  EXPECT_EQ(norm->running_mean.item<float>(), 1);
}

TEST(Average, StateContinuesTheAverage) {
  nn::Linear layer(1, 1, false);
  Average whole(nn::named_tensors(*layer), 0.999);
  fill(layer, 3);
  whole.update();
  whole.update();
  Average resumed(nn::named_tensors(*layer), 0.999);
  nn::copy_into(resumed.state("average."), whole.state("average."), "test");
  EXPECT_EQ(resumed.state("").at("updates").item<std::int64_t>(), 2);
  fill(layer, -1);
  whole.update();
  resumed.update();
  EXPECT_EQ(averaged(resumed), averaged(whole));
}

}  // namespace
}  // namespace akin
