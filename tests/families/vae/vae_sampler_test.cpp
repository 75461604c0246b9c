#include "akin/families/vae/vae_sampler.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/one_pixel_vae.h"
#include "support/tensors.h"
#include "support/tiny_vae.h"

namespace akin {
namespace {

using testing::HasSubstr;
using torch::Tensor;

/// All codes at (3, 0), nearly.
AggregatePosterior at_three() {
  Eigen::VectorXd mean(2);
  mean << 3, 0;
  return AggregatePosterior({numerics::GaussianMixture(
      Eigen::VectorXd::Ones(1),
      {numerics::Gaussian(mean, 1e-8 * Eigen::MatrixXd::Identity(2, 2))})});
}

TEST(VaeSampler, WithoutOptionsIsTheVae) {
  const auto vae = tests::tiny_vae(1);
  VaeSampler sampler(vae, std::nullopt, false);
  EXPECT_TRUE(torch::equal(sampler.sample(5, 3), vae->sample(5, 3)));
}

TEST(VaeSampler, DrawsPixelsOfTheSameCodes) {
  const auto vae = tests::one_pixel_vae({0, 0});
  VaeSampler sampler(vae, std::nullopt, true);
  const Tensor means = vae->sample(4000, 1);
  const Tensor drawn = sampler.sample(4000, 1);
  EXPECT_TRUE(((drawn == 0) | (drawn == 1)).all().item<bool>());
  // Where the mean is above 1/2 its mean is that of a sigmoid of a positive normal, 0.67.
  const Tensor light = (means > 0.5).flatten().nonzero().flatten();
  const double expected = means.flatten().index_select(0, light).mean().item<double>();
  EXPECT_NEAR(drawn.flatten().index_select(0, light).mean().item<double>(), expected, 0.04);
}

TEST(VaeSampler, FirstItemsDoNotDependOnTheCount) {
  const auto vae = tests::one_pixel_vae({0, 0});
  VaeSampler sampler(vae, at_three(), true);
  EXPECT_TRUE(torch::equal(sampler.sample(20, 1), sampler.sample(300, 1).narrow(0, 0, 20)));
  EXPECT_FALSE(torch::equal(sampler.sample(200, 1), sampler.sample(200, 2)));
}

TEST(VaeSampler, DrawsCodesFromTheMixture) {
  const auto vae = tests::one_pixel_vae({0, 0});
  VaeSampler sampler(vae, at_three(), false);
  const Tensor pixels = sampler.sample(3, 1);
  const float expected = torch::sigmoid(torch::tensor(3.F)).item<float>();
  for (const float pixel : tests::elements(pixels)) {
    EXPECT_NEAR(pixel, expected, 1e-4);
  }
}

TEST(VaeSampler, HasTheVaesClasses) {
  VaeSampler sampler(tests::one_pixel_vae({0, 0}, 2), at_three(), false);
  EXPECT_EQ(sampler.classes(), 2);
  const auto pixels = tests::elements(sampler.sample(2, 1, torch::tensor({1, 0})));
  EXPECT_NEAR(pixels[0], torch::sigmoid(torch::tensor(5.F)).item<float>(), 1e-4);
  EXPECT_NEAR(pixels[1], torch::sigmoid(torch::tensor(3.F)).item<float>(), 1e-4);
}

TEST(VaeSampler, RefusesCodesOfOtherDimensions) {
  EXPECT_THAT(tests::error_of([] { VaeSampler(tests::tiny_vae(1), at_three(), false); }),
              HasSubstr("expected codes of 4 numbers, got some of 2"));
}

}  // namespace
}  // namespace akin
