#include "akin/training/family.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/digits.h"
#include "akin/training/checkpoint.h"

#include "support/error_of.h"
#include "support/families.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

using testing::HasSubstr;

/// What holds for every family, whatever it is.
class Families : public testing::TestWithParam<tests::FamilyCase> {
 protected:
  [[nodiscard]] Learner learner(std::uint64_t seed = 1) const {
    Learner made = make_learner(GetParam().family, {{10, 28, 28}}, seed, torch::kCPU);
    made.model->study(data::digits(100, 1), 1);
    return made;
  }
};

TEST_P(Families, ResumedIsAsIfNeverInterrupted) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "state.safetensors";
  const auto batches = tests::tiny_batches();
  const Learner whole = learner();
  tests::train(*whole.training, batches, 0, 5);
  const Learner first = learner();
  tests::train(*first.training, batches, 0, 3);
  save_state(path, *first.training, {3, 5});
  const Learner second = learner(77);
  EXPECT_EQ(load_state(path, *second.training).step, 3);
  tests::train(*second.training, batches, 3, 5);
  EXPECT_EQ(tests::state_bytes(*second.training), tests::state_bytes(*whole.training));
}

TEST_P(Families, TheSameSeedGivesTheSameSamples) {
  const Learner one = learner();
  const auto samples = one.model->sample(20, 7);
  EXPECT_TRUE(torch::equal(learner().model->sample(20, 7), samples));
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
  const Learner one = learner();
  tests::train(*one.training, tests::tiny_batches(), 0, 2);
  one.model->sample(3, 1);
  EXPECT_TRUE(torch::equal(tests::global_generator(), before));
}

TEST_P(Families, LookingDoesNotChangeTheTraining) {
  const auto batches = tests::tiny_batches();
  const Learner undisturbed = learner();
  tests::train(*undisturbed.training, batches, 0, 4);
  const Learner watched = learner();
  tests::train(*watched.training, batches, 0, 2);
  const auto batch = batches(9);
  watched.model->sample(5, 3);
  watched.model->score(batch.data, watched.model->conditions(batch.labels), Random(1));
  tests::train(*watched.training, batches, 2, 4);
  EXPECT_EQ(tests::state_bytes(*watched.training), tests::state_bytes(*undisturbed.training));
}

TEST_P(Families, WeightsAreNamedAsTheModelsTensors) {
  const Learner one = learner();
  tests::train(*one.training, tests::tiny_batches(), 0, 1);
  const auto other = make_model(GetParam().family, {{10, 28, 28}}, 9);
  nn::copy_into(other->tensors(), nn::snapshot(one.training->weights()), "test");
}

TEST_P(Families, OneBatchCanBeLearntByHeart) {
  const Learner one = learner();
  const Batch batch = tests::tiny_batches()(0);
  const auto labels = one.model->conditions(batch.labels);
  const auto before = one.model->score(batch.data, labels, Random(1));
  if (!before) {
    EXPECT_EQ(name_of(GetParam().family), "gan");  // has no likelihood that could rise
    return;
  }
  for (std::int64_t step = 0; step < 150; ++step) {
    one.training->step(batch, tests::at_step(step));
  }
  EXPECT_LT(one.model->score(batch.data, labels, Random(1))->mean(), 0.45 * before->mean());
}

INSTANTIATE_TEST_SUITE_P(All, Families, testing::ValuesIn(tests::family_cases()),
                         [](const auto& one) { return one.param.name; });

TEST(Family, NamesAreKnown) {
  for (const auto& name : family_names()) {
    EXPECT_EQ(name_of(make_family(name)), name);
  }
  EXPECT_THAT(tests::error_of<UsageError>([] { make_family("vea"); }),
              HasSubstr("did you mean 'vae'?"));
}

}  // namespace
}  // namespace akin
