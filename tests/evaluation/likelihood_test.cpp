#include "akin/evaluation/likelihood.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "akin/evaluation/perplexity.h"
#include "akin/families/transformer/token_image_model.h"

#include "support/bars.h"
#include "support/tiny_gan.h"
#include "support/tiny_vae.h"

namespace akin {
namespace {

/// The same images for training and testing.
data::ImageData tested_on(const data::Images& images) {
  return {"test", "", images, {}, images};
}

Splits binary_splits(const data::ImageData& data) {
  Recipe recipe;
  recipe.data.pixels = "binary";
  return image_splits(data, recipe, torch::kCPU);
}

TEST(Likelihood, IsUndefinedForAGan) {
  const auto data = tested_on(data::digits(12, 1));
  const auto gan = tests::tiny_gan(1);
  const Likelihood likelihood = likelihood_of(*gan, binary_splits(data), 12);
  EXPECT_EQ(likelihood.kind, "undefined");
  EXPECT_EQ(to_json(likelihood).dump(), R"({"kind":"undefined"})");
}

TEST(Likelihood, IsUndefinedWithoutValidationImages) {
  data::ImageData data;
  data.train = data::digits(12, 1);
  const auto vae = tests::tiny_vae(1);
  EXPECT_EQ(likelihood_of(*vae, binary_splits(data), 0).kind, "undefined");
}

TEST(Likelihood, OfAVaeIsATighterBoundThanItsElbo) {
  const std::int64_t count = 30;
  const auto data = tested_on(data::digits(count, 1));
  const auto vae = tests::tiny_vae(1);
  const Splits splits = binary_splits(data);
  const Likelihood bound = likelihood_of(*vae, splits, count, {.importance_draws = 200});
  EXPECT_EQ(bound.kind, "importance");
  EXPECT_EQ(bound.items, count);
  EXPECT_EQ(bound.draws, 200);
  EXPECT_GT(bound.standard_error, 0);
  const double elbo = evaluate_nll(*vae, splits)->mean();
  EXPECT_LE(bound.nats, elbo + 0.1);
  EXPECT_GT(bound.nats, 0.5 * elbo);
  // The same images and draws each time, however few are asked for.
  std::vector<double> shares;
  const auto progress = [&](double share) { shares.push_back(share); };
  EXPECT_EQ(
      likelihood_of(*vae, splits, count, {.importance_draws = 200, .progress = progress}).nats,
      bound.nats);
  EXPECT_THAT(shares, testing::ElementsAre(1));  // of so few images
  EXPECT_EQ(
      likelihood_of(*vae, splits, count, {.importance_images = 7, .importance_draws = 2}).items, 7);
  EXPECT_EQ(
      likelihood_of(*vae, splits, count, {.importance_images = 0, .importance_draws = 2}).items,
      count);
}

TransformerShape tiny_shape() {
  TransformerShape shape;
  shape.layers = 1;
  shape.heads = 2;
  shape.width = 16;
  return shape;
}

TEST(Likelihood, OfATransformerIsExact) {
  const auto data = tested_on(tests::bars(20));
  TokenImageModel model(tiny_shape(), "binary-2x2", 16, {0, 8, 8}, 1);
  const Splits splits = binary_splits(data);
  const Likelihood exact = likelihood_of(model, splits, 20);
  EXPECT_EQ(exact.kind, "exact");
  EXPECT_EQ(exact.items, 20);
  const Batch all = splits.validation(0);
  const double nats = model.token_nll(model.token_ids(all.data, {})).sum(1).mean().item<double>();
  EXPECT_NEAR(exact.nats, nats, 1e-4);
  const auto json = to_json(exact);
  EXPECT_EQ(json["nats"], exact.nats);
  EXPECT_EQ(json["items"], 20);
  EXPECT_EQ(json["support"], "binary");
  EXPECT_FALSE(json.contains("bits_per_dimension"));
}

/// A VAE of colour bars whose code says nothing: all means are 1/2 and the posterior is the prior,
/// so that the bound is exact.
std::shared_ptr<Vae> blind_vae(const std::string& likelihood) {
  VaeSettings settings;
  settings.architecture = "mlp";
  settings.likelihood = likelihood;
  auto vae = make_vae(settings, {0, 8, 8, 3}, 1);
  const torch::NoGradGuard no_grad;
  for (const auto& [name, tensor] : vae->tensors()) {
    torch::Tensor(tensor).zero_();
  }
  vae->tensors().at("log_scale").copy_(torch::tensor({-1.F, -2.F, -3.F}));
  return vae;
}

TEST(Likelihood, OfLevelsIsAlsoInBitsPerDimension) {
  const auto data = tested_on(tests::coloured(tests::bars(20)));
  double nats = 0;
  for (std::int64_t i = 0; i < 20; ++i) {
    for (std::size_t p = 0; p < 192; ++p) {
      const double scale = std::exp(-1.0 - static_cast<double>(p / 64));
      const int level = data.test.pixels(i)[p];
      const auto below = [&](double edge) {
        return 1 / (1 + std::exp(-(edge / 255 - 0.5) / scale));
      };
      nats -=
          std::log((level == 255 ? 1 : below(level + 0.5)) - (level == 0 ? 0 : below(level - 0.5)));
    }
  }
  nats /= 20;
  const auto vae = blind_vae("auto");
  const Splits splits = image_splits(data, {}, torch::kCPU);
  const Likelihood found = likelihood_of(*vae, splits, 20, {.importance_draws = 2});
  EXPECT_EQ(found.support, Support::levels);
  EXPECT_NEAR(found.nats, nats, 1e-4 * nats);
  EXPECT_NEAR(found.bits_per_dimension().value(), nats / 192 / std::log(2.0), 1e-5);
  EXPECT_EQ(to_json(found)["bits_per_dimension"], found.bits_per_dimension().value());
  EXPECT_EQ(to_json(found)["support"], "levels");
  EXPECT_NEAR(evaluate_nll(*vae, splits)->mean(), nats, 1e-4 * nats);
}

TEST(Likelihood, OfADensityHasNoBitsPerDimension) {
  const auto data = tested_on(tests::coloured(tests::bars(20)));
  const Likelihood found = likelihood_of(
      *blind_vae("gaussian"), image_splits(data, {}, torch::kCPU), 20, {.importance_draws = 2});
  EXPECT_EQ(to_json(found)["support"], "continuous");
  EXPECT_FALSE(to_json(found).contains("bits_per_dimension"));
}

TEST(BitsPerDimension, OfUniformLevelsAreEight) {
  EXPECT_DOUBLE_EQ(bits_per_dimension(192 * std::log(256.0), 192), 8);
}

TEST(Likelihood, OfLearnedPatchesIsOfTokens) {
  const auto data = tested_on(data::digits(40, 1));
  TokenImageModel model(tiny_shape(), "patch", 32, {0, 28, 28}, 1);
  model.fit_tokenizer(data.train, 1);
  const Likelihood likelihood = likelihood_of(model, binary_splits(data), 40);
  EXPECT_EQ(likelihood.kind, "exact");
  EXPECT_EQ(likelihood.support, Support::tokens);
  EXPECT_EQ(to_json(likelihood)["support"], "tokens");
  EXPECT_FALSE(likelihood.bits_per_dimension().has_value());
  EXPECT_GT(likelihood.nats, 0);
}

}  // namespace
}  // namespace akin
