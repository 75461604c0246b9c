#include "akin/experiment/splits.h"

#include <gmock/gmock.h>

#include "akin/data/digits.h"

#include "support/tiny_gan.h"
#include "support/tiny_vae.h"

namespace akin {
namespace {

data::ImageData some_digits() {
  data::ImageData data;
  data.train = data::digits(40, 1);
  data.validation = data::digits(7, 2);
  data.test = data::digits(260, 3);
  return data;
}

TEST(ImageSplits, TrainOnTrainingImagesAndValidateOnTheTestSplit) {
  const auto data = some_digits();
  Recipe recipe;
  recipe.training.batch_size = 5;
  const Splits splits = image_splits(data, recipe, torch::kCPU);
  EXPECT_EQ(splits.items, 40);
  EXPECT_EQ(splits.train(0).data.size(0), 5);
  ASSERT_EQ(splits.validation_batches, 2);
  EXPECT_EQ(splits.validation(0).data.size(0), 250);
  EXPECT_EQ(splits.validation(1).data.size(0), 10);
  EXPECT_TRUE(
      torch::equal(splits.validation(1).data,
                   image_tensor(data.test, {250, 251, 252, 253, 254, 255, 256, 257, 258, 259})));
}

TEST(ImageSplits, ValidateOnHeldOutImagesWithoutATestSplit) {
  auto data = some_digits();
  data.test = {};
  EXPECT_EQ(image_splits(data, {}, torch::kCPU).validation(0).data.size(0), 7);
  data.validation = {};
  EXPECT_EQ(image_splits(data, {}, torch::kCPU).validation_batches, 0);
}

TEST(ImageSplits, BinariseTrainingPixelsEachEpochAndValidationPixelsOnce) {
  Recipe recipe;
  recipe.data.pixels = "binary";
  recipe.training.batch_size = 40;
  const auto data = some_digits();
  const Splits splits = image_splits(data, recipe, torch::kCPU);
  const auto first = splits.train(0).data;
  EXPECT_TRUE(((first == 0) | (first == 1)).all().item<bool>());
  EXPECT_TRUE(torch::equal(splits.train(0).data, first));
  EXPECT_TRUE(torch::equal(splits.validation(0).data,
                           image_splits(data, recipe, torch::kCPU).validation(0).data));
  recipe.training.seed = 9;
  EXPECT_TRUE(torch::equal(image_splits(data, recipe, torch::kCPU).validation(0).data,
                           splits.validation(0).data));
  // Each epoch is a permutation of the same 40 images, binarised
  // again, with the same mean.
  const auto grey = image_splits(data, {}, torch::kCPU).train(0).data.mean().item<double>();
  EXPECT_NEAR(first.mean().item<double>(), grey, 0.03);
  EXPECT_NE(first.sum().item<double>(), splits.train(1).data.sum().item<double>());
}

TEST(ImageSplits, ReturnValidationItemsByIndex) {
  const auto data = some_digits();
  Recipe recipe;
  recipe.data.pixels = "binary";
  const Splits splits = image_splits(data, recipe, torch::kCPU);
  const Batch items = validation_items(splits, {259, 0, 3});
  EXPECT_TRUE(torch::equal(items.data[0], splits.validation(1).data[9]));
  EXPECT_TRUE(torch::equal(items.data[1], splits.validation(0).data[0]));
  EXPECT_TRUE(torch::equal(items.data[2], splits.validation(0).data[3]));
  EXPECT_EQ(items.labels[0].item<std::int64_t>(), data.test.label(259));
  EXPECT_EQ(items.labels.size(0), 3);
}

TEST(EvaluateNll, CoversAllValidationImages) {
  const auto data = some_digits();
  const Splits splits = image_splits(data, {}, torch::kCPU);
  const auto vae = tests::tiny_vae(1);
  EXPECT_EQ(evaluate_nll(*vae, splits)->items, 260);
  EXPECT_EQ(evaluate_nll(*vae, splits, 1)->items, 250);
  EXPECT_EQ(evaluate_nll(*vae, splits)->sum, evaluate_nll(*vae, splits)->sum);
  EXPECT_FALSE(evaluate_nll(*tests::tiny_gan(1), splits).has_value());
}

}  // namespace
}  // namespace akin
