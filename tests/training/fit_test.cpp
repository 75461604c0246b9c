#include "akin/training/fit.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin {
namespace {

using testing::Each;
using testing::ElementsAre;

/// Notes what it is given.
class Notes : public Trainable {
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

TEST(Fit, OnlyStepsAreInItsPrecision) {
  Notes notes;
  FitOptions options;
  options.steps = 2;
  options.precision = Precision::bf16;
  fit(notes, ten_times, options, [](const Progress&) {
    EXPECT_EQ(nn::autocast_precision(), Precision::f32);
    return Next::go_on;
  });
  EXPECT_THAT(notes.precisions, Each(Precision::bf16));
}

TEST(Fit, GivesEveryStepItsBatchSeedAndRate) {
  Notes notes;
  FitOptions options;
  options.steps = 4;
  options.seed = 9;
  options.schedule.shape = Schedule::Shape::linear;
  EXPECT_EQ(fit(notes, ten_times, options), 4);
  EXPECT_THAT(notes.steps, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(notes.data, ElementsAre(0, 10, 20, 30));
  EXPECT_THAT(notes.seeds, Each(9));
  EXPECT_THAT(notes.factors, ElementsAre(1, 0.75, 0.5, 0.25));
}

TEST(Fit, CallsBackAfterEveryStep) {
  Notes notes;
  FitOptions options;
  options.steps = 3;
  std::vector<std::int64_t> done;
  std::vector<bool> last;
  fit(notes, ten_times, options, [&](const Progress& progress) {
    done.push_back(progress.step);
    last.push_back(progress.last());
    EXPECT_EQ(progress.steps, 3);
    EXPECT_EQ(progress.figures.front().value.item<float>(), progress.step - 1);
    return Next::go_on;
  });
  EXPECT_THAT(done, ElementsAre(1, 2, 3));
  EXPECT_THAT(last, ElementsAre(false, false, true));
}

TEST(Fit, StopsWhenToldTo) {
  Notes notes;
  FitOptions options;
  options.steps = 10;
  EXPECT_EQ(fit(notes, ten_times, options,
                [](const Progress& p) { return p.step == 3 ? Next::stop : Next::go_on; }),
            3);
  EXPECT_THAT(notes.steps, ElementsAre(0, 1, 2));
}

TEST(Fit, ResumesBehindTheLastStep) {
  Notes notes;
  FitOptions options;
  options.steps = 5;
  options.first_step = 3;
  EXPECT_EQ(fit(notes, ten_times, options), 5);
  EXPECT_THAT(notes.steps, ElementsAre(3, 4));
  options.first_step = 5;
  EXPECT_EQ(fit(notes, ten_times, options), 5);
  EXPECT_THAT(notes.steps, ElementsAre(3, 4));
}

TEST(Fit, NeedsABudget) {
  Notes notes;
  EXPECT_EQ(tests::error_of<UsageError>([&] { fit(notes, ten_times, {}); }),
            "[fit] expected a number of steps or seconds, got neither");
}

TEST(Fit, TurnsSecondsIntoSteps) {
  Notes notes;
  notes.pause = std::chrono::milliseconds(1);
  FitOptions options;
  options.seconds = 0.3;
  std::vector<std::int64_t> totals;
  const auto done = fit(notes, ten_times, options, [&](const Progress& progress) {
    totals.push_back(progress.steps);
    return Next::go_on;
  });
  // Unknown for the first six at least, known after 45 at most, then never changed.
  EXPECT_THAT(std::vector(totals.begin(), totals.begin() + 5), Each(0));
  EXPECT_THAT(std::vector(totals.begin() + 44, totals.end()), Each(done));
  EXPECT_GT(done, 45);
  EXPECT_LE(done, 310);
  EXPECT_THAT(notes.factors, Each(1));
}

TEST(Fit, ASpentBudgetEndsSoon) {
  Notes notes;
  notes.pause = std::chrono::milliseconds(1);
  FitOptions options;
  options.seconds = 0.01;
  options.seconds_spent = 1;
  options.first_step = 100;
  // The rate is known after the sixth step here, and one more is the least.
  EXPECT_EQ(fit(notes, ten_times, options), 107);
}

}  // namespace
}  // namespace akin
