#include "akin/models/mini.h"

#include <array>
#include <utility>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin {
namespace {

TEST(Mini, ParametersCountedByHand) {
  constexpr ImageShape s = {0, 28, 28};
  // linear 3 * 392 + 392, norms 2 * (8 + 4 + 2), kernels 8 * 16 * 9 + 4 * 8 * 9 + 2 * 9, bias 1
  EXPECT_EQ(tests::parameter_count(MiniGenerator(s, 3, 4, Random(1))), 1568 + 28 + 1152 + 288 + 19);
  // 1 -> 4 -> 8 -> 16 channels, kernels of 16, 16 and 9, then 16 * 4 * 4 -> 1
  EXPECT_EQ(tests::parameter_count(MiniDiscriminator(s, 4, Random(1))), 68 + 520 + 1168 + 257);
}

TEST(Mini, ConditioningAddsRowsOfTheFirstLayerAndAnEmbedding) {
  constexpr ImageShape s = {10, 28, 28};
  EXPECT_EQ(tests::parameter_count(MiniGenerator(s, 3, 4, Random(1))), 3055 + 10 * 392);
  EXPECT_EQ(tests::parameter_count(MiniDiscriminator(s, 4, Random(1))), 2013 + 10 * 16);
}

class MiniSizes : public testing::TestWithParam<std::array<std::int64_t, 3>> {};

TEST_P(MiniSizes, GenerateAndDiscriminateImages) {
  const auto [width, height, image_width] = GetParam();
  const ImageShape s = {0, height, image_width};
  MiniGenerator generator(s, 3, width, Random(1));
  MiniDiscriminator discriminator(s, width, Random(2));
  const auto images = generator.forward(tests::normal({2, 3}), {});
  EXPECT_EQ(images.sizes(), at::IntArrayRef({2, 1, height, image_width}));
  EXPECT_EQ(discriminator.forward(images, {}).sizes(), at::IntArrayRef({2}));
}

INSTANTIATE_TEST_SUITE_P(All, MiniSizes,
                         testing::Values(std::array<std::int64_t, 3>{4, 28, 28},
                                         std::array<std::int64_t, 3>{4, 32, 32},
                                         std::array<std::int64_t, 3>{2, 8, 8},
                                         std::array<std::int64_t, 3>{5, 12, 40},
                                         std::array<std::int64_t, 3>{2, 64, 8}));

TEST(Mini, RefusesSizesItCannotGenerate) {
  using Size = std::pair<std::int64_t, std::int64_t>;
  for (const auto& [height, width] :
       {Size{30, 28}, Size{28, 27}, Size{4, 28}, Size{28, 4}, Size{68, 28}, Size{28, 68}}) {
    const auto error = tests::error_of<UsageError>([&] {
      require_mini_size("gan", {0, height, width}, 3, 4);
    });
    EXPECT_THAT(error, testing::HasSubstr("8 to 64 pixels that are multiples of 4"));
    EXPECT_THAT(
        error, testing::HasSubstr(", got " + std::to_string(width) + "x" + std::to_string(height)));
  }
}

TEST(Mini, TheOutputBiasSetsTheInitialLevel) {
  constexpr ImageShape s = {0, 28, 28};
  const torch::NoGradGuard no_grad;
  const auto latents = tests::normal({2, 3});
  const auto plain = MiniGenerator(s, 3, 4, Random(1)).forward(latents, {});
  const auto dark = MiniGenerator(s, 3, 4, Random(1), -2).forward(latents, {});
  EXPECT_TRUE(torch::allclose(dark, plain - 2));
}

TEST(Mini, OnlyTheGeneratorMixesItsBatch) {
  constexpr ImageShape s = {0, 28, 28};
  MiniGenerator generator(s, 3, 4, Random(1));
  MiniDiscriminator discriminator(s, 4, Random(2));
  EXPECT_TRUE(generator.mixes_batch());
  EXPECT_FALSE(discriminator.mixes_batch());
  const torch::NoGradGuard no_grad;
  const auto images = tests::normal({3, 1, 28, 28});
  const auto together = discriminator.forward(images, {});
  const auto alone = discriminator.forward(images.narrow(0, 2, 1), {});
  EXPECT_NEAR(together[2].item<double>(), alone[0].item<double>(), 1e-6);
  const auto latents = tests::normal({3, 3});
  EXPECT_FALSE(torch::allclose(generator.forward(latents, {})[2],
                               generator.forward(latents.narrow(0, 1, 2), {})[1], 1e-2, 1e-3));
}

TEST(Mini, LabelsChangeTheOutputsAndAreRequired) {
  constexpr ImageShape s = {3, 28, 28};
  MiniGenerator generator(s, 3, 4, Random(1));
  MiniDiscriminator discriminator(s, 4, Random(2));
  generator.eval();
  const torch::NoGradGuard no_grad;
  const auto images =
      generator.forward(tests::normal({1, 3}).expand({2, 3}), torch::tensor({0, 2}));
  EXPECT_FALSE(torch::allclose(images[0], images[1], 1e-2, 1e-4));
  const auto same = images[0].unsqueeze(0).expand({2, 1, 28, 28});
  const auto logits = discriminator.forward(same, torch::tensor({0, 2}));
  EXPECT_NE(logits[0].item<float>(), logits[1].item<float>());
  EXPECT_THAT(tests::error_of([&] { discriminator.forward(same, {}); }),
              testing::HasSubstr("expected 2 labels, got 0"));
  EXPECT_THAT(tests::error_of([&] {
                generator.forward(tests::normal({2, 3}), {});
              }),
              testing::HasSubstr("expected 2 labels, got 0"));
}

}  // namespace
}  // namespace akin
