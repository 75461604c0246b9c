#include "akin/evaluation/likelihood.h"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>

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
}

TEST(Likelihood, OfLearnedPatchesIsOfTokens) {
  const auto data = tested_on(data::digits(40, 1));
  TokenImageModel model(tiny_shape(), "patch", 32, {0, 28, 28}, 1);
  model.fit_tokenizer(data.train, 1);
  const Likelihood likelihood = likelihood_of(model, binary_splits(data), 40);
  EXPECT_EQ(likelihood.kind, "tokens");
  EXPECT_GT(likelihood.nats, 0);
}

}  // namespace
}  // namespace akin
