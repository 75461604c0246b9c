#include "akin/experiment/family.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/digits.h"
#include "akin/nn/autocast.h"
#include "akin/training/checkpoint.h"

#include "support/devices.h"
#include "support/error_of.h"
#include "support/families.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"
#include "support/thread_count.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

using testing::HasSubstr;
using torch::Tensor;

/// Properties of every family on every device.
class Families : public testing::TestWithParam<std::tuple<tests::FamilyCase, torch::DeviceType>> {
 protected:
  void SetUp() override {
    if (!tests::is_here(device())) {
      GTEST_SKIP() << tests::no_cuda;
    }
    nn::disable_tf32();
    at::globalContext().setDeterministicCuDNN(true);
  }
  static const FamilySettings& family() { return *std::get<0>(GetParam()).settings; }
  static torch::DeviceType device() { return std::get<1>(GetParam()); }

  static ModelAndTraining learner_on(torch::DeviceType device, std::uint64_t seed = 1) {
    ModelAndTraining made = family().make_training({{10, 28, 28}}, seed, device);
    made.model->fit_tokenizer(data::digits(100, 1), 1);
    return made;
  }
  static ModelAndTraining learner(std::uint64_t seed = 1) { return learner_on(device(), seed); }
  static Batches batches() { return tests::tiny_batches(8, device()); }

  /// Equal on the CPU; close on a GPU, whose order of summation varies.
  static void expect_same(const Tensor& one, const Tensor& other, const std::string& what) {
    const bool same = device() == torch::kCPU
                          ? torch::equal(one, other)
                          : torch::allclose(one.cpu(), other.cpu(), tolerance, tolerance);
    EXPECT_TRUE(same) << what;
  }
  static void expect_same_state(const Trainable& one, const Trainable& other) {
    if (device() == torch::kCPU) {
      EXPECT_EQ(tests::state_bytes(one), tests::state_bytes(other));
      return;
    }
    const nn::NamedTensors others = other.state();
    for (const auto& [name, tensor] : one.state()) {
      expect_same(tensor, others.at(name), name);
    }
  }

  static constexpr double tolerance = 1e-3;
};

TEST_P(Families, ResumedTrainingEqualsAnUninterruptedOne) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "state.safetensors";
  const ModelAndTraining whole = learner();
  tests::train(*whole.training, batches(), 0, 5);
  const ModelAndTraining first = learner();
  tests::train(*first.training, batches(), 0, 3);
  save_state(path, *first.training, {3, 5});
  const ModelAndTraining second = learner(77);
  EXPECT_EQ(load_state(path, *second.training).step, 3);
  tests::train(*second.training, batches(), 3, 5);
  expect_same_state(*second.training, *whole.training);
}

TEST_P(Families, TheSameSeedGivesTheSameSamples) {
  const ModelAndTraining one = learner();
  const auto samples = one.model->sample(20, 7);
  expect_same(learner().model->sample(20, 7), samples, "samples");
  EXPECT_FALSE(torch::equal(one.model->sample(20, 8), samples));
}

TEST_P(Families, SamplesAreImages) {
  const auto samples = learner().model->sample(3, 1);
  EXPECT_EQ(samples.sizes(), at::IntArrayRef({3, 1, 28, 28}));
  EXPECT_GE(samples.min().item<float>(), 0);
  EXPECT_LE(samples.max().item<float>(), 1);
}

TEST_P(Families, NeitherTrainingNorSamplingTouchesTheGlobalGenerator) {
  const auto before = tests::global_generator();
  const ModelAndTraining one = learner();
  tests::train(*one.training, batches(), 0, 2);
  one.model->sample(3, 1);
  EXPECT_TRUE(torch::equal(tests::global_generator(), before));
}

TEST_P(Families, EvaluationDoesNotChangeTheTraining) {
  const ModelAndTraining undisturbed = learner();
  tests::train(*undisturbed.training, batches(), 0, 4);
  const ModelAndTraining watched = learner();
  tests::train(*watched.training, batches(), 0, 2);
  const auto batch = batches()(9);
  watched.model->sample(5, 3);
  watched.model->nll(batch.data, watched.model->conditions(batch.labels), Random(1));
  tests::train(*watched.training, batches(), 2, 4);
  expect_same_state(*watched.training, *undisturbed.training);
}

TEST_P(Families, WeightsAreNamedAsTheModelsTensors) {
  const ModelAndTraining one = learner();
  tests::train(*one.training, batches(), 0, 1);
  const auto other = family().make_model({{10, 28, 28}}, 9);
  nn::copy_into(other->tensors(), nn::snapshot(one.training->weights()), "test");
}

TEST_P(Families, OneBatchCanBeMemorised) {
  const ModelAndTraining one = learner();
  const Batch batch = batches()(0);
  const auto labels = one.model->conditions(batch.labels);
  const auto before = one.model->nll(batch.data, labels, Random(1));
  if (!before) {
    EXPECT_EQ(family().name(), "gan");  // has no likelihood that could rise
    return;
  }
  for (std::int64_t step = 0; step < 150; ++step) {
    one.training->step(batch, tests::at_step(step));
  }
  EXPECT_LT(one.model->nll(batch.data, labels, Random(1))->mean(), 0.45 * before->mean());
}

TEST_P(Families, TrainOnTheDeviceAsOnTheCpu) {
  const tests::ThreadCount one_share(1);
  const ModelAndTraining here = learner();
  const StepMetrics metrics = here.training->step(batches()(0), tests::at_step(0));
  const StepMetrics on_cpu =
      learner_on(torch::kCPU).training->step(tests::tiny_batches()(0), tests::at_step(0));
  ASSERT_EQ(metrics.size(), on_cpu.size());
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const double expected = on_cpu[i].value.item<double>();
    EXPECT_NEAR(metrics[i].value.item<double>(), expected, tolerance * std::abs(expected))
        << metrics[i].name;
  }
  for (const auto& [name, tensor] : here.training->weights()) {
    EXPECT_EQ(tensor.device().type(), device()) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Families,
                         testing::Combine(testing::ValuesIn(tests::family_cases()),
                                          tests::every_device()),
                         [](const auto& one) {
                           return std::get<0>(one.param).name + "On" +
                                  tests::name_of(std::get<1>(one.param));
                         });

TEST(Family, EntriesOfComparisonsThatAreTrainedOnColourDoNotAskForBinaryPixels) {
  for (const Family& family : families()) {
    for (const ComparisonEntry& entry : family.comparison) {
      EXPECT_TRUE(entry.grey_only ||
                  std::count(entry.options.begin(), entry.options.end(), "binary") == 0)
          << entry.name;
    }
  }
}

TEST(Family, EachHasACaseAndIsFoundByName) {
  std::set<std::string> tested;
  for (const tests::FamilyCase& one : tests::family_cases()) {
    tested.insert(one.settings->name());
  }
  for (const Family& family : families()) {
    EXPECT_TRUE(tested.contains(family.name)) << family.name;
    EXPECT_EQ(find_family(family.name).name, family.name);
    EXPECT_EQ(family.presets.front().recipe.family->name(), family.name);
    EXPECT_FALSE(family.title.ko.empty());
    EXPECT_FALSE(family.comparison.empty());
  }
  EXPECT_THAT(tests::error_of<UsageError>([] { find_family("vea"); }),
              HasSubstr("did you mean 'vae'?"));
}

}  // namespace
}  // namespace akin
