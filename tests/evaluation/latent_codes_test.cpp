#include "akin/evaluation/latent_codes.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/one_pixel_vae.h"
#include "support/tensors.h"

namespace akin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::elements;
using tests::one_pixel_vae;

/// One image of pixel i / 4 and class i.
Batch coded_batch(std::int64_t i) {
  return {torch::full({1, 1, 1, 1}, static_cast<double>(i) / 4, torch::kFloat32),
          torch::full({1}, i, torch::kInt64)};
}

TEST(LatentCodes, AreInTheOrderOfTheImages) {
  const auto vae = one_pixel_vae({-1, 2});
  const LatentCodes codes = encode_images(*vae, coded_batch, 3);
  EXPECT_THAT(elements(codes.posterior.mean), ElementsAre(0, 0, 0.25F, 0, 0.5F, 0));
  EXPECT_THAT(elements(codes.posterior.log_variance), ElementsAre(-1, 2, -1, 2, -1, 2));
  EXPECT_THAT(elements(codes.labels), ElementsAre(0, 1, 2));
}

TEST(LatentCodes, HaveNoLabelsWhereTheImagesHaveNone) {
  const auto vae = one_pixel_vae({0, 0});
  const auto without = [](std::int64_t i) { return Batch{coded_batch(i).data, {}}; };
  EXPECT_FALSE(encode_images(*vae, without, 2).labels.defined());
}

TEST(LatentCodes, RefuseNoImagesAndAModelInTraining) {
  const auto vae = one_pixel_vae({0, 0});
  EXPECT_THAT(tests::error_of([&] { encode_images(*vae, coded_batch, 0); }),
              HasSubstr("expected a batch of images or more"));
  vae->train();
  EXPECT_THAT(tests::error_of([&] { encode_images(*vae, coded_batch, 1); }),
              HasSubstr("in evaluation mode"));
}

}  // namespace
}  // namespace akin
