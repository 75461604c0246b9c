#include "akin/evaluation/rate_distortion.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/one_pixel_vae.h"

namespace akin {
namespace {

using testing::HasSubstr;
using tests::error_of;
using tests::one_pixel_vae;

/// Two batches: images of pixels 0 and 1, then one of pixel 1; all of class 1.
Batch compressed_batch(std::int64_t i) {
  const torch::Tensor pixels = i == 0 ? torch::tensor({0.F, 1.F}) : torch::tensor({1.F});
  return {pixels.view({-1, 1, 1, 1}), torch::ones({pixels.size(0)}, torch::kInt64)};
}

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

TEST(RateDistortion, IsTheMeanOverAllImagesOfEveryBatch) {
  // Means (p, 0), variances 1 and e: KL = p^2 / 2 and (e - 1 - 1) / 2.
  const auto vae = one_pixel_vae({0, 1});
  const RateDistortion result = rate_distortion(*vae, compressed_batch, 2, Random(1));
  EXPECT_EQ(result.images, 3);
  EXPECT_EQ(result.pixels, 1);
  ASSERT_EQ(result.kl.size(), 2U);
  EXPECT_NEAR(result.kl[0], 1.0 / 3, 1e-6);
  EXPECT_NEAR(result.kl[1], std::numbers::e / 2 - 1, 1e-6);
  EXPECT_NEAR(result.rate_bits(), (1.0 / 3 + std::numbers::e / 2 - 1) / std::numbers::ln2, 1e-6);
  // Decoded means: sigmoid(0) for pixel 0, sigmoid(1) for the two of pixel 1.
  const double of_one = std::pow(1 - sigmoid(1), 2);
  EXPECT_NEAR(result.mse, (0.25 + 2 * of_one) / 3, 1e-6);
}

TEST(RateDistortion, SamplesThePosterior) {
  const auto wide = one_pixel_vae({2, 0});
  const auto exact = one_pixel_vae({-30, 0});
  const RateDistortion blurred = rate_distortion(*wide, compressed_batch, 2, Random(1));
  EXPECT_GT(std::abs(blurred.sampled_mse - blurred.mse), 1e-3);
  EXPECT_EQ(rate_distortion(*wide, compressed_batch, 2, Random(1)).sampled_mse,
            blurred.sampled_mse);
  EXPECT_NE(rate_distortion(*wide, compressed_batch, 2, Random(2)).sampled_mse,
            blurred.sampled_mse);
  const RateDistortion sharp = rate_distortion(*exact, compressed_batch, 2, Random(1));
  EXPECT_NEAR(sharp.sampled_mse, sharp.mse, 1e-6);
}

TEST(RateDistortion, GivesAConditionalModelTheClass) {
  const auto vae = one_pixel_vae({0, 0}, 2);
  const RateDistortion result = rate_distortion(*vae, compressed_batch, 2, Random(1));
  // Class 1 adds 2 to the logit.
  const double of_zero = std::pow(sigmoid(2), 2);
  const double of_one = std::pow(1 - sigmoid(3), 2);
  EXPECT_NEAR(result.mse, (of_zero + 2 * of_one) / 3, 1e-6);
}

TEST(RateDistortion, CountsTheActiveDimensions) {
  RateDistortion result;
  result.kl = {0.0, 0.009, 0.011, 3.0};
  EXPECT_EQ(result.active_dimensions(), 2);
  EXPECT_EQ(result.active_dimensions(1), 1);
}

TEST(RateDistortion, PeakSignalToNoiseIsInDecibels) {
  EXPECT_NEAR(psnr(0.01), 20, 1e-12);
  EXPECT_NEAR(psnr(0.001), 30, 1e-12);
  EXPECT_EQ(psnr(0), std::numeric_limits<double>::infinity());
}

TEST(RateDistortion, RefusesNoImagesAndAModelInTraining) {
  const auto vae = one_pixel_vae({0, 0});
  EXPECT_THAT(error_of([&] { rate_distortion(*vae, compressed_batch, 0, Random(1)); }),
              HasSubstr("expected a batch of images or more"));
  vae->train();
  EXPECT_THAT(error_of([&] { rate_distortion(*vae, compressed_batch, 2, Random(1)); }),
              HasSubstr("in evaluation mode"));
}

}  // namespace
}  // namespace akin
