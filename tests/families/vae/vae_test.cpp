#include "akin/families/vae/vae.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/families/vae/vae_family.h"
#include "akin/families/vae/vae_losses.h"

#include "support/error_of.h"
#include "support/tensors.h"
#include "support/tiny_vae.h"

namespace akin {
namespace {

using testing::HasSubstr;
using tests::error_of;
using torch::Tensor;

/// Mean and log variance that do not depend on the image: [n, 2 * 2].
class ConstantEncoder : public Network {
 public:
  explicit ConstantEncoder(std::vector<float> row) {
    row_ = register_buffer("row", torch::tensor(row));
  }
  Tensor forward(const Tensor& input, const Condition& /*condition*/) override {
    return row_.expand({input.size(0), row_.size(0)});
  }

 private:
  Tensor row_;
};

/// One pixel whose logit is `weight` times the first latent dimension.
class OnePixel : public Network {
 public:
  explicit OnePixel(double weight) { register_parameter("weight", torch::tensor({weight})); }
  Tensor forward(const Tensor& latents, const Condition& /*condition*/) override {
    const auto weight = named_parameters()["weight"].to(torch::kFloat32);
    return (latents.select(1, 0) * weight).view({-1, 1, 1, 1});
  }
};

Vae one_pixel(double weight, std::vector<float> posterior) {
  return {std::make_shared<ConstantEncoder>(std::move(posterior)),
          std::make_shared<OnePixel>(weight), 2, PixelLikelihood::bernoulli};
}

TEST(Vae, TheBoundIsExactWhereTheImageDoesNotDependOnItsCode) {
  Vae vae = one_pixel(0, {0, 0, 0, 0});  // p(x) = 1/2, posterior = prior
  const Tensor white = torch::ones({3, 1, 1, 1});
  const auto nats = vae.nll(white, {}, Random(1));
  ASSERT_TRUE(nats.has_value());
  EXPECT_EQ(nats->items, 3);
  EXPECT_NEAR(nats->mean(), std::numbers::ln2, 1e-6);
}

TEST(Vae, ImportanceWeightingClosesTheGap) {
  // p(white) is the integral of sigmoid(3 z) over a standard normal: 1/2 by symmetry.
  Vae vae = one_pixel(3, {0.5F, 0, 0.2F, 0});
  const Tensor white = torch::ones({1, 1, 1, 1});
  const torch::NoGradGuard no_grad;
  double bound = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    bound += vae.nll(white, {}, Random(i))->sum / 200;
  }
  Random random(1);
  const double ten =
      vae.importance_bound(white.expand({100, 1, 1, 1}), {}, 10, random).mean().item<double>();
  const double many = vae.importance_bound(white, {}, 20000, random).item<double>();
  EXPECT_GT(bound, std::numbers::ln2 + 0.1);
  EXPECT_LT(ten, bound);
  EXPECT_GT(ten, std::numbers::ln2);
  EXPECT_NEAR(many, std::numbers::ln2, 0.02);
}

TEST(Vae, ElboIsReconstructionAndKl) {
  Vae vae = one_pixel(1, {1, 0, 0, 0});
  const Elbo parts = vae.elbo(torch::zeros({1, 1, 1, 1}), {}, torch::zeros({1, 2}));
  EXPECT_NEAR(parts.reconstruction.item<double>(), std::log(1 + std::exp(1.0)), 1e-6);  // logit 1
  EXPECT_THAT(tests::elements(parts.kl), testing::ElementsAre(0.5F, 0.F));
}

TEST(Vae, PosteriorSamplesAreReparametrised) {
  const Posterior q = {torch::tensor({2.F}), torch::tensor({std::log(9.F)})};
  EXPECT_NEAR(q.sample(torch::tensor({-1.F})).item<double>(), -1, 1e-6);
}

TEST(Vae, MlpHasTheParametersOfPyTorchsExample) {
  VaeSettings settings;
  settings.architecture = "mlp";
  const auto vae = make_vae(settings, {10, 28, 28}, 1);
  EXPECT_EQ(tests::parameter_count(*vae), 652824);
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const auto& [name, tensor] : vae->tensors()) {
    shapes[name] = tensor.sizes().vec();
  }
  using Shapes = std::map<std::string, std::vector<std::int64_t>>;
  EXPECT_EQ(shapes, (Shapes{{"fc1.weight", {400, 784}},
                            {"fc1.bias", {400}},
                            {"fc21.weight", {20, 400}},
                            {"fc21.bias", {20}},
                            {"fc22.weight", {20, 400}},
                            {"fc22.bias", {20}},
                            {"fc3.weight", {400, 20}},
                            {"fc3.bias", {400}},
                            {"fc4.weight", {784, 400}},
                            {"fc4.bias", {784}}}));
}

class VaeArchitectures : public testing::TestWithParam<std::string> {};

TEST_P(VaeArchitectures, EncodeAndDecode) {
  for (const bool conditional : {false, true}) {
    const auto vae = tests::tiny_vae(1, GetParam(), conditional);
    vae->eval();
    const Tensor images = torch::rand({3, 1, 28, 28});
    const Tensor labels = conditional ? torch::tensor({0, 3, 9}) : Tensor();
    const Posterior q = vae->encode(images, labels);
    EXPECT_EQ(q.mean.sizes(), at::IntArrayRef({3, 4}));
    EXPECT_EQ(q.log_variance.sizes(), at::IntArrayRef({3, 4}));
    const Tensor restored = vae->generate(q.mean, labels);
    EXPECT_EQ(restored.sizes(), images.sizes());
    EXPECT_GE(restored.min().item<float>(), 0);
    EXPECT_LE(restored.max().item<float>(), 1);
    EXPECT_EQ(vae->classes(), conditional ? 10 : 0);
    if (conditional) {
      EXPECT_THAT(error_of([&] { vae->encode(images); }), HasSubstr("expected 3 labels, got 0"));
      EXPECT_FALSE(torch::allclose(vae->generate(q.mean, torch::tensor({1, 1, 1})), restored));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, VaeArchitectures, testing::Values("mini", "mlp"));

TEST(Vae, DrawnPixelsAreBlackOrWhiteForABernoulliAndHaveItsMean) {
  Vae vae = one_pixel(0, {0, 0, 0, 0});
  Random random(3);
  const Tensor drawn = vae.draw_pixels(torch::zeros({10000, 2}), {}, random);
  EXPECT_TRUE(((drawn == 0) | (drawn == 1)).all().item<bool>());
  EXPECT_NEAR(drawn.mean().item<double>(), 0.5, 0.02);
}

TEST(Vae, MiniStartsWithDarkPixels) {
  const auto vae = make_vae({.encoder_width = 4, .decoder_width = 4}, {0, 28, 28}, 1);
  const torch::NoGradGuard no_grad;
  EXPECT_LT(vae->generate(tests::normal({4, 20})).mean().item<double>(), 0.2);
}

/// A small VAE for 8x8 images whose pixels have this likelihood.
std::shared_ptr<Vae> small_vae(const std::string& likelihood, std::int64_t channels,
                               const std::string& architecture = "mlp") {
  VaeSettings settings;
  settings.architecture = architecture;
  settings.latent_dim = 4;
  settings.encoder_width = 4;
  settings.decoder_width = 4;
  settings.likelihood = likelihood;
  auto vae = make_vae(settings, {0, 8, 8, channels}, 1);
  vae->eval();
  return vae;
}

TEST(Vae, TheLikelihoodOfPixelsFollowsTheChannels) {
  EXPECT_EQ(small_vae("auto", 1)->pixel_likelihood(), PixelLikelihood::bernoulli);
  EXPECT_EQ(small_vae("auto", 3)->pixel_likelihood(), PixelLikelihood::discretized_logistic);
  EXPECT_EQ(small_vae("bernoulli", 3)->support(), Support::binary);
  EXPECT_EQ(small_vae("discretized-logistic", 1)->support(), Support::levels);
  EXPECT_EQ(small_vae("gaussian", 3)->support(), Support::continuous);
  EXPECT_EQ(small_vae("continuous-bernoulli", 1)->support(), Support::continuous);
}

TEST(Vae, HasALearntScaleForEachChannelWhereTheLikelihoodHasOne) {
  EXPECT_FALSE(small_vae("bernoulli", 1)->tensors().contains("log_scale"));
  for (const char* likelihood : {"discretized-logistic", "gaussian"}) {
    for (const char* architecture : {"mini", "mlp"}) {
      const auto vae = small_vae(likelihood, 3, architecture);
      EXPECT_EQ(vae->tensors().at("log_scale").sizes(), at::IntArrayRef({3})) << architecture;
      const Tensor images = torch::rand({2, 3, 8, 8});
      const Elbo parts = vae->elbo(images, {}, torch::zeros({2, 4}));
      const Tensor slope = torch::autograd::grad({parts.reconstruction.sum()},
                                                 {vae->named_parameters()["log_scale"]})[0];
      EXPECT_TRUE((slope != 0).all().item<bool>());
    }
  }
}

std::vector<double> in_double(const Tensor& tensor) {
  const auto numbers = tests::elements(tensor);
  return {numbers.begin(), numbers.end()};
}

TEST(Vae, ReconstructionOfColourIsTheSumOverAllValues) {
  for (const bool gaussian : {false, true}) {
    const auto vae = small_vae(gaussian ? "gaussian" : "discretized-logistic", 3);
    const torch::NoGradGuard no_grad;
    vae->tensors().at("log_scale").copy_(torch::tensor({-3.F, -2.F, -1.F}));
    const Tensor images = torch::randint(0, 256, {2, 3, 8, 8}).to(torch::kFloat32) / 255;
    const Tensor means = vae->generate(vae->encode(images).mean);
    const auto x = in_double(images);
    const auto mean = in_double(means);
    std::vector<double> expected(2, 0);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double scale = std::exp(static_cast<double>(i / 64 % 3) - 3);
      if (gaussian) {
        const double z = (x[i] - mean[i]) / scale;
        expected[i / 192] += z * z / 2 + std::log(scale) + std::log(2 * std::numbers::pi) / 2;
      } else {
        const auto below = [&](double edge) {
          return 1 / (1 + std::exp(-(edge - mean[i]) / scale));
        };
        const double upper = x[i] > 0.999 ? 1 : below(x[i] + 0.5 / 255);
        const double lower = x[i] < 0.001 ? 0 : below(x[i] - 0.5 / 255);
        expected[i / 192] -= std::log(upper - lower);
      }
    }
    const auto nats = tests::elements(vae->elbo(images, {}, torch::zeros({2, 4})).reconstruction);
    EXPECT_NEAR(nats[0], expected[0], 1e-4 * std::abs(expected[0]));
    EXPECT_NEAR(nats[1], expected[1], 1e-4 * std::abs(expected[1]));
  }
}

TEST(Vae, DrawnPixelsOfALogisticAreLevelsAroundTheMean) {
  for (const char* likelihood : {"discretized-logistic", "gaussian"}) {
    const auto vae = small_vae(likelihood, 3);
    const torch::NoGradGuard no_grad;
    vae->tensors().at("log_scale").fill_(-5);
    Random random(1);
    const Tensor codes = torch::zeros({500, 4});
    const Tensor drawn = vae->draw_pixels(codes, {}, random);
    const Tensor means = vae->generate(codes);
    EXPECT_TRUE(((drawn >= 0) & (drawn <= 1)).all().item<bool>());
    EXPECT_TRUE(torch::allclose(drawn.mean(0), means[0], 0, 0.003)) << likelihood;
    EXPECT_GT(drawn.std(0).min().item<double>(), 0.5 * std::exp(-5));
    const Tensor levels = drawn * 255;
    EXPECT_EQ(torch::allclose(levels, levels.round(), 0, 1e-3), vae->support() == Support::levels);
  }
}

TEST(Vae, ADeepFallOfTheScaleStopsAtAQuarterOfALevel) {
  const auto vae = small_vae("discretized-logistic", 3);
  const torch::NoGradGuard no_grad;
  const Tensor images = torch::rand({2, 3, 8, 8});
  const auto nats_at = [&](double log_scale) {
    vae->tensors().at("log_scale").fill_(log_scale);
    return vae->elbo(images, {}, torch::zeros({2, 4})).reconstruction;
  };
  EXPECT_TRUE(torch::equal(nats_at(-50), nats_at(-7)));
  EXPECT_TRUE(nats_at(-50).isfinite().all().item<bool>());
}

TEST(VaeFamily, BinaryPixelsHaveABernoulliLikelihood) {
  VaeFamilySettings settings;
  settings.check_pixels(true);
  settings.model.likelihood = "gaussian";
  settings.check_pixels(false);
  EXPECT_EQ(error_of<UsageError>([&] { settings.check_pixels(true); }),
            "[--likelihood] expected bernoulli for binary pixels, got gaussian; leave out --pixels "
            "binary");
}

TEST(Vae, OnlyInkOnPaperStartsDark) {
  const torch::NoGradGuard no_grad;
  const auto level = [](const char* likelihood, std::int64_t channels) {
    const auto vae = small_vae(likelihood, channels, "mini");
    return vae->generate(tests::normal({50, 4})).mean().item<double>();
  };
  EXPECT_LT(level("bernoulli", 1), 0.25);
  EXPECT_NEAR(level("auto", 3), 0.5, 0.15);
  EXPECT_NEAR(level("discretized-logistic", 1), 0.5, 0.15);
}

TEST(Vae, RefusesWhatItCannotBuild) {
  VaeSettings settings;
  EXPECT_THAT(
      error_of<UsageError>([&] {
        make_vae(settings, {10, 27, 28}, 1);
      }),
      HasSubstr("[vae] expected images with sides of 8 to 64 pixels that are multiples of 4"));
  settings.conditional = true;
  EXPECT_THAT(error_of<UsageError>([&] {
                make_vae(settings, {0, 28, 28}, 1);
              }),
              HasSubstr("[vae] expected labelled data for --conditional"));
}

}  // namespace
}  // namespace akin
