#include "akin/families/vae/vae_training.h"

#include <gmock/gmock.h>

#include "support/tensors.h"
#include "support/tiny_gan.h"
#include "support/tiny_vae.h"
#include "support/training.h"

namespace akin {
namespace {

using tests::value_of;
using torch::Tensor;

TEST(VaeTraining, MetricsAreTheNegativeElboAndItsParts) {
  VaeTraining training(tests::tiny_vae(1), {});
  const auto metrics = training.step(tests::tiny_batches()(0), tests::at_step(0));
  EXPECT_NEAR(value_of(metrics, "loss"),
              value_of(metrics, "reconstruction") + value_of(metrics, "kl"), 1e-3);
  EXPECT_GT(value_of(metrics, "reconstruction"), 300);  // about 784 ln 2 at the start
}

/// The gradient of one step, all parameters in a row.
Tensor gradient_of(VaeLearning learning, std::int64_t step) {
  const auto vae = tests::tiny_vae(1);
  VaeTraining training(vae, learning);
  training.step(tests::tiny_batches()(0), {3, step, 1.0});
  return training.state().at("optimizer.first_moment") / (1 - learning.beta1);
}

TEST(VaeTraining, WarmUpEndsAtItsStep) {
  VaeLearning warm;
  warm.kl_warmup = 10;
  const auto at = [&](std::int64_t step) { return gradient_of(warm, step); };
  const auto full = [](std::int64_t step) { return gradient_of({}, step); };
  EXPECT_FALSE(torch::equal(at(9), full(9)));
  EXPECT_TRUE(torch::equal(at(10), full(10)));
  EXPECT_GT((at(0) - full(0)).norm().item<double>(), 2 * (at(9) - full(9)).norm().item<double>());
}

TEST(VaeTraining, BetaIsTheWeightOfTheKl) {
  const auto at = [](double beta) {
    VaeLearning learning;
    learning.beta = beta;
    return gradient_of(learning, 0);
  };
  const Tensor of_kl = at(1) - at(0);
  EXPECT_GT(of_kl.norm().item<double>(), 0);
  EXPECT_TRUE(torch::allclose(at(4) - at(0), 4 * of_kl, 1e-3, 1e-5));
}

TEST(VaeTraining, FreeBitsKeepTheKlFromFalling) {
  VaeLearning learning;
  learning.lr = 1e-2;
  const auto kl_after = [&](double free_bits) {
    learning.free_bits = free_bits;
    VaeTraining training(tests::tiny_vae(1), learning);
    double kl = 0;
    for (std::int64_t step = 0; step < 120; ++step) {
      Batch batch = tests::tiny_batches()(step);
      batch.data = torch::full_like(batch.data, 0.5);  // nothing to tell apart
      kl = value_of(training.step(batch, tests::at_step(step)), "kl");
    }
    return kl;
  };
  const double without = kl_after(0);
  EXPECT_LT(without, 0.2);
  EXPECT_GT(kl_after(2), 2 * without);
}

}  // namespace
}  // namespace akin
