#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "akin/families/gan/gan_training.h"
#include "akin/models/mlp.h"
#include "akin/training/health.h"

#include "support/tensors.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

using tests::at_step;

struct Variant {
  const char* loss;
  const char* architecture;
  bool conditional;
};

class GanVariants : public testing::TestWithParam<Variant> {};

TEST_P(GanVariants, TrainAndStayFinite) {
  const auto [loss, architecture, conditional] = GetParam();
  auto settings = tests::tiny_settings(conditional);
  settings.architecture = architecture;
  GanLearning learning;
  learning.loss = loss;
  learning.r1 = 1;
  learning.r1_every = 2;
  learning.label_smoothing =
      learning.loss == "non-saturating" ? 0.1 : 0;  // the only one with targets
  const auto gan = make_gan(settings, {10, 28, 28}, 1);
  GanTraining training(gan, learning);
  const auto before = nn::snapshot(nn::named_tensors(*gan));
  const auto batches = tests::tiny_batches(4);
  for (std::int64_t step = 0; step < 3; ++step) {
    const auto figures = training.step(batches(step), at_step(step));
    EXPECT_NO_THROW(require_finite(figures, step));
  }
  EXPECT_NO_THROW(require_finite(training.state(), 3));
  // The bias of the discriminator's output may have no gradient: in the hinge loss those of real
  // and generated logits cancel inside the margin, and the relativistic loss depends on
  // differences.
  for (const auto& [name, tensor] : nn::named_tensors(*gan)) {
    EXPECT_TRUE(name == "discriminator.linear.bias" || !torch::equal(tensor, before.at(name)))
        << name;
  }
}

std::string variant_name(const testing::TestParamInfo<Variant>& info) {
  std::string name = fmt::format("{}_{}_{}", info.param.architecture, info.param.loss,
                                 info.param.conditional ? "conditional" : "plain");
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, GanVariants,
                         testing::Values(Variant{"non-saturating", "mini", false},
                                         Variant{"non-saturating", "mini", true},
                                         Variant{"hinge", "mini", true},
                                         Variant{"least-squares", "mini", true},
                                         Variant{"relativistic", "mini", true},
                                         Variant{"non-saturating", "dcgan", false},
                                         Variant{"relativistic", "dcgan", true}),
                         variant_name);

TEST(GanTraining, LearnsTheMeanOfPoints) {
  const auto network = [](std::int64_t in, std::int64_t out, const char* name) {
    return std::make_shared<Mlp>(std::vector<std::int64_t>{in, 32, out}, Random(1, name));
  };
  const auto gan =
      std::make_shared<Gan>(network(2, 2, "g"), network(2, 1, "d"), 2, Domain::numbers);
  GanLearning learning;
  learning.lr = 5e-3;
  learning.ema = 0.9;
  GanTraining training(gan, learning);
  const Batches points = [](std::int64_t step) {
    const auto centre = torch::tensor({2.F, -1.F});
    return Batch{0.3 * tests::normal({64, 2}, static_cast<std::uint64_t>(step)) + centre, {}};
  };
  const auto mean = [&] { return gan->sample(200, 1).mean(0); };
  EXPECT_GT((mean() - torch::tensor({2.F, -1.F})).norm().item<double>(), 1);
  tests::train(training, points, 0, 400);
  EXPECT_LT((mean() - torch::tensor({2.F, -1.F})).norm().item<double>(), 0.5);
}

}  // namespace
}  // namespace akin
