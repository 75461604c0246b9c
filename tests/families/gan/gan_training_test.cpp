#include "akin/families/gan/gan_training.h"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/families/gan/gan_losses.h"
#include "akin/training/health.h"

#include "support/error_of.h"
#include "support/tensors.h"
#include "support/tiny_gan.h"
#include "support/training.h"

namespace akin {
namespace {

using testing::HasSubstr;
using tests::at_step;
using tests::state_bytes;
using tests::tiny_batches;
using tests::value_of;
using torch::Tensor;

std::vector<std::string> changed(const nn::NamedTensors& before, const nn::NamedTensors& after) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : after) {
    if (!torch::equal(tensor, before.at(name))) {
      names.push_back(name);
    }
  }
  return names;
}

TEST(GanTraining, AStepMovesEveryWeightOfBothNetworks) {
  const auto gan = tests::tiny_gan(1);
  GanTraining training(gan, {});
  const auto before = nn::snapshot(nn::named_tensors(*gan));
  const auto metrics = training.step(tiny_batches()(0), at_step(0));
  EXPECT_EQ(changed(before, nn::named_tensors(*gan)).size(), before.size());
  EXPECT_EQ(metrics.size(), 4U);
  for (const char* probability : {"d_real", "d_fake"}) {
    EXPECT_GT(value_of(metrics, probability), 0);
    EXPECT_LT(value_of(metrics, probability), 1);
  }
  for (const auto& metric : metrics) {
    EXPECT_FALSE(metric.value.requires_grad()) << metric.name;
  }
}

/// The latents of step 0, as the training draws them.
Tensor latents(std::int64_t n) {
  Random random = at_step(0).random("latent");
  return nn::normal(random, {n, 6});
}

/// After a first step with beta1 = 0, the default.
void expect_gradients(const GanTraining& training, const std::string& optimizer,
                      const torch::nn::Module& trained, const std::vector<Tensor>& expected) {
  const auto gradients = tests::first_moments(training, optimizer, trained);
  ASSERT_EQ(gradients.size(), expected.size());
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    EXPECT_TRUE(torch::allclose(gradients[i], expected[i], 1e-3, 1e-7)) << i;
  }
}

TEST(GanTraining, GradientsAreThoseOfTheTwoLossesAlone) {
  const Batch batch = tiny_batches()(0);
  const auto trained = tests::tiny_gan(1);
  GanTraining training(trained, {});
  const auto metrics = training.step(batch, at_step(0));

  // The same step with autograd on plain modules.
  const auto plain = tests::tiny_gan(1);
  const Tensor fake = plain->generate(latents(batch.data.size(0)));
  const Tensor d_loss = minimax_discriminator_loss(plain->discriminate(batch.data),
                                                   plain->discriminate(fake.detach()));
  expect_gradients(training, "discriminator_optimizer", trained->discriminator(),
                   torch::autograd::grad({d_loss}, plain->discriminator().parameters()));
  EXPECT_NEAR(value_of(metrics, "d_loss"), d_loss.item<double>(), 1e-5);

  // The generator faces the discriminator after its update.
  nn::copy_into(nn::named_tensors(plain->discriminator()),
                nn::named_tensors(trained->discriminator()), "test");
  const Tensor g_loss = non_saturating_generator_loss(plain->discriminate(fake));
  expect_gradients(training, "generator_optimizer", trained->generator(),
                   torch::autograd::grad({g_loss}, plain->generator().parameters()));
  EXPECT_NEAR(value_of(metrics, "g_loss"), g_loss.item<double>(), 1e-5);
}

TEST(GanTraining, GradientsDoNotAddUpOverSteps) {
  const auto gan = tests::tiny_gan(1);
  GanTraining training(gan, {});
  const StepContext standing_still{3, 0, 0.0};
  const auto gradients = [&] {
    training.step(tiny_batches()(0), standing_still);
    nn::NamedTensors all = training.state();
    std::erase_if(all, [](const auto& item) { return !item.first.ends_with("first_moment"); });
    return nn::snapshot(all);  // beta1 = 0: the gradients
  };
  const auto first = gradients();
  EXPECT_THAT(changed(first, gradients()), testing::IsEmpty());
}

TEST(GanTraining, R1AddsItsPenaltyToTheDiscriminatorsGradient) {
  const Batch batch = tiny_batches()(0);
  GanLearning learning;
  learning.r1 = 10;
  learning.r1_every = 4;
  const auto trained = tests::tiny_gan(1);
  GanTraining training(trained, learning);
  training.step(batch, at_step(0));

  const auto plain = tests::tiny_gan(1);
  const Tensor fake = plain->generate(latents(batch.data.size(0))).detach();
  const Tensor real = batch.data.clone().requires_grad_();
  const Tensor logits = plain->discriminate(real);
  const Tensor objective =
      minimax_discriminator_loss(logits, plain->discriminate(fake)) +
      10.0 / 2 * 4 * gradient_penalty(logits, real);  // gamma / 2, for four steps at once
  expect_gradients(training, "discriminator_optimizer", trained->discriminator(),
                   torch::autograd::grad({objective}, plain->discriminator().parameters()));
}

TEST(GanTraining, R1AppliesEveryNthStep) {
  const auto after = [](double r1, std::int64_t step) {
    GanLearning learning;
    learning.r1 = r1;
    learning.r1_every = 4;
    GanTraining training(tests::tiny_gan(1), learning);
    training.step(tiny_batches()(0), at_step(step));
    return state_bytes(training);
  };
  EXPECT_NE(after(10, 0), after(0, 0));
  EXPECT_EQ(after(10, 1), after(0, 1));
  EXPECT_EQ(after(10, 3), after(0, 3));
  EXPECT_NE(after(10, 8), after(0, 8));
}

TEST(GanTraining, SamplingDoesNotChangeIt) {
  const auto batches = tiny_batches();
  GanTraining undisturbed(tests::tiny_gan(1, true), {});
  tests::train(undisturbed, batches, 0, 4);

  const auto gan = tests::tiny_gan(1, true);
  GanTraining watched(gan, {});
  for (std::int64_t step = 0; step < 4; ++step) {
    gan->sample(3, static_cast<std::uint64_t>(step));
    nn::snapshot(watched.weights());
    tests::train(watched, batches, step, step + 1);
    state_bytes(watched);
  }
  EXPECT_EQ(state_bytes(watched), state_bytes(undisturbed));
}

TEST(GanTraining, NothingTouchesTheGlobalGenerator) {
  const auto before = tests::global_generator();
  const auto gan = tests::tiny_gan(1, true);
  GanLearning learning;
  learning.label_smoothing = 0.1;
  GanTraining training(gan, learning);
  tests::train(training, tiny_batches(), 0, 3);
  gan->sample(3, 1);
  EXPECT_TRUE(torch::equal(tests::global_generator(), before));
}

TEST(GanTraining, TheSeedDecidesTheLatents) {
  const auto after = [](std::uint64_t seed) {
    GanTraining training(tests::tiny_gan(1), {});
    training.step(tiny_batches()(0), {seed, 0, 1.0});
    return state_bytes(training);
  };
  EXPECT_EQ(after(1), after(1));
  EXPECT_NE(after(1), after(2));
}

TEST(GanTraining, ALearningRateOfZeroChangesOnlyBatchStatistics) {
  const auto gan = tests::tiny_gan(1);
  GanTraining training(gan, {});
  const auto before = nn::snapshot(nn::named_tensors(*gan));
  training.step(tiny_batches()(0), {1, 0, 0.0});
  EXPECT_THAT(changed(before, nn::named_tensors(*gan)),
              testing::Each(testing::ContainsRegex("running|tracked")));
}

/// How far one step takes a weight of the generator and one of the discriminator, at most. Adam's
/// first update moves a weight by the rate, whatever its gradient.
std::pair<double, double> moved_by_a_step(const GanLearning& learning) {
  const auto gan = tests::tiny_gan(1);
  GanTraining training(gan, learning);
  const auto before = nn::snapshot(nn::named_tensors(*gan));
  training.step(tiny_batches()(0), at_step(0));
  const auto moved = [&](const std::string& name) {
    return (nn::named_tensors(*gan).at(name) - before.at(name)).abs().max().item<double>();
  };
  return {moved("generator.conv3.weight"), moved("discriminator.conv1.weight")};
}

TEST(GanTraining, TheDiscriminatorMayHaveItsOwnRate) {
  GanLearning learning;
  learning.lr = 1e-3;
  learning.discriminator_lr = 4e-3;
  const auto [generator, discriminator] = moved_by_a_step(learning);
  EXPECT_NEAR(generator, 1e-3, 1e-5);
  EXPECT_NEAR(discriminator, 4e-3, 4e-5);
}

TEST(GanTraining, TheDiscriminatorMayHaveMoreSteps) {
  GanLearning learning;
  learning.lr = 1e-3;
  learning.discriminator_steps = 3;
  const auto [generator, discriminator] = moved_by_a_step(learning);
  EXPECT_NEAR(generator, 1e-3, 1e-5);
  EXPECT_GT(discriminator, 2e-3);
  EXPECT_LT(discriminator, 4e-3);
}

TEST(GanTraining, WeightsAreTheAveragedModels) {
  const auto gan = tests::tiny_gan(1);
  GanTraining training(gan, {});
  const auto start = nn::snapshot(nn::named_tensors(*gan));
  training.step(tiny_batches()(0), at_step(0));
  const auto live = nn::named_tensors(*gan);
  const auto weights = training.weights();
  const auto other = tests::tiny_gan(2);
  EXPECT_NO_THROW(nn::copy_into(nn::named_tensors(*other), weights, "test"));
  const std::string g = "generator.conv1.weight";
  EXPECT_TRUE(torch::allclose(weights.at(g), 0.1 * start.at(g) + 0.9 * live.at(g), 1e-5, 1e-7));
  EXPECT_TRUE(torch::equal(weights.at("discriminator.conv1.weight"),
                           live.at("discriminator.conv1.weight")));
}

TEST(GanTraining, NanIsDetected) {
  const auto gan = tests::tiny_gan(1);
  GanTraining training(gan, {});
  EXPECT_NO_THROW(require_finite(training.state(), 0));
  {
    const torch::NoGradGuard no_grad;
    gan->discriminator().parameters().front().view(-1)[0] = std::numeric_limits<float>::quiet_NaN();
  }
  const auto metrics = training.step(tiny_batches()(0), at_step(0));
  EXPECT_THAT(tests::error_of([&] { require_finite(metrics, 1); }),
              HasSubstr("NaN or infinity in d_loss at step 1"));
  EXPECT_THAT(tests::error_of([&] { require_finite(training.weights(), 1); }),
              HasSubstr("discriminator."));
}

TEST(GanTraining, ConditionalNetworksNeedLabels) {
  GanTraining training(tests::tiny_gan(1, true), {});
  const Batch batch = tiny_batches()(0);
  EXPECT_THAT(tests::error_of([&] {
                training.step({batch.data, {}}, at_step(0));
              }),
              HasSubstr("expected 8 labels, got 0"));
}

}  // namespace
}  // namespace akin
