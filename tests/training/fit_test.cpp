#include "akin/training/fit.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin {
namespace {

using testing::Each;
using testing::ElementsAre;

/// Records what each step receives; `pause` is how long a step takes at least.
class RecordingTrainable : public Trainable {
 public:
  StepMetrics step(const Batch& batch, const StepContext& context) override {
    steps.push_back(context.step);
    data.push_back(batch.data.item<std::int64_t>());
    seeds.push_back(context.seed);
    factors.push_back(context.lr_factor);
    precisions.push_back(nn::autocast_precision());
    std::this_thread::sleep_for(pause);
    return {{"step", torch::tensor(static_cast<float>(context.step))}};
  }
  [[nodiscard]] nn::NamedTensors state() const override { return {}; }
  [[nodiscard]] nn::NamedTensors weights() const override { return {}; }

  std::vector<std::int64_t> steps;
  std::vector<std::int64_t> data;
  std::vector<std::uint64_t> seeds;
  std::vector<double> factors;
  std::vector<Precision> precisions;
  std::chrono::milliseconds pause{0};
};

Batch ten_times(std::int64_t step) {
  return {torch::tensor(10 * step), {}};
}

TEST(Fit, AppliesThePrecisionToStepsOnly) {
  RecordingTrainable recorder;
  FitOptions options;
  options.steps = 2;
  options.precision = Precision::bf16;
  fit(recorder, ten_times, options, [](const Progress&) {
    EXPECT_EQ(nn::autocast_precision(), Precision::f32);
    return Next::proceed;
  });
  EXPECT_THAT(recorder.precisions, Each(Precision::bf16));
}

TEST(Fit, GivesEveryStepItsBatchSeedAndRate) {
  RecordingTrainable recorder;
  FitOptions options;
  options.steps = 4;
  options.seed = 9;
  options.schedule.shape = Schedule::Shape::linear;
  EXPECT_EQ(fit(recorder, ten_times, options), 4);
  EXPECT_THAT(recorder.steps, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(recorder.data, ElementsAre(0, 10, 20, 30));
  EXPECT_THAT(recorder.seeds, Each(9));
  EXPECT_THAT(recorder.factors, ElementsAre(1, 0.75, 0.5, 0.25));
}

TEST(Fit, CallsBackAfterEveryStep) {
  RecordingTrainable recorder;
  FitOptions options;
  options.steps = 3;
  std::vector<std::int64_t> done;
  std::vector<bool> last;
  fit(recorder, ten_times, options, [&](const Progress& progress) {
    done.push_back(progress.step);
    last.push_back(progress.last());
    EXPECT_EQ(progress.steps, 3);
    EXPECT_EQ(progress.metrics.front().value.item<float>(), progress.step - 1);
    return Next::proceed;
  });
  EXPECT_THAT(done, ElementsAre(1, 2, 3));
  EXPECT_THAT(last, ElementsAre(false, false, true));
}

TEST(Fit, StopsWhenTheCallbackSaysSo) {
  RecordingTrainable recorder;
  FitOptions options;
  options.steps = 10;
  EXPECT_EQ(fit(recorder, ten_times, options,
                [](const Progress& p) { return p.step == 3 ? Next::stop : Next::proceed; }),
            3);
  EXPECT_THAT(recorder.steps, ElementsAre(0, 1, 2));
}

TEST(Fit, ResumesAfterTheLastStep) {
  RecordingTrainable recorder;
  FitOptions options;
  options.steps = 5;
  options.first_step = 3;
  EXPECT_EQ(fit(recorder, ten_times, options), 5);
  EXPECT_THAT(recorder.steps, ElementsAre(3, 4));
  options.first_step = 5;
  EXPECT_EQ(fit(recorder, ten_times, options), 5);
  EXPECT_THAT(recorder.steps, ElementsAre(3, 4));
}

TEST(Fit, NeedsABudget) {
  RecordingTrainable recorder;
  EXPECT_EQ(tests::error_of<UsageError>([&] { fit(recorder, ten_times, {}); }),
            "[fit] expected a number of steps or seconds, got neither");
}

TEST(Fit, TurnsSecondsIntoSteps) {
  RecordingTrainable recorder;
  recorder.pause = std::chrono::milliseconds(1);
  FitOptions options;
  options.seconds = 0.3;
  std::vector<std::int64_t> totals;
  const auto done = fit(recorder, ten_times, options, [&](const Progress& progress) {
    totals.push_back(progress.steps);
    return Next::proceed;
  });
  // Holds at any speed: on a slow machine a quarter of the budget is spent before 40 steps are
  // measured, on a fast one the pause allows 300 steps.
  const auto known =
      std::find_if(totals.begin(), totals.end(), [](auto total) { return total > 0; });
  EXPECT_GE(known - totals.begin(), 5);                       // the warm-up is not measured
  EXPECT_LE(known - totals.begin(), 44);                      // warm-up and measured steps
  EXPECT_THAT(std::vector(known, totals.end()), Each(done));  // never changes afterwards
  EXPECT_EQ(std::ssize(totals), done);
  EXPECT_LE(done, 310);
  EXPECT_THAT(recorder.factors, Each(1));
}

TEST(Fit, ASpentBudgetEndsSoon) {
  RecordingTrainable recorder;
  recorder.pause = std::chrono::milliseconds(1);
  FitOptions options;
  options.seconds = 0.01;
  options.seconds_spent = 1;
  options.first_step = 100;
  // The sixth step is the first measured one; at least one more follows.
  EXPECT_EQ(fit(recorder, ten_times, options), 107);
}

}  // namespace
}  // namespace akin
