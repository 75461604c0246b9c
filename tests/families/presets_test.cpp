#include "akin/families/presets.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;

TEST(Presets, EachFamilyHasSomeThatRoundTrip) {
  for (const auto& family : family_names()) {
    for (const auto& preset : presets(family)) {
      const Recipe recipe = find_preset(family, preset.name);
      EXPECT_EQ(recipe.preset, preset.name);
      EXPECT_EQ(name_of(recipe.family), family);
      const auto& training = recipe.training;
      EXPECT_EQ((training.steps > 0) + (training.epochs > 0) + (training.minutes > 0), 1);
      EXPECT_EQ(to_json(recipe_from_json(to_json(recipe), "test")), to_json(recipe));
    }
  }
}

TEST(Presets, UnknownNamesAreRefused) {
  EXPECT_THAT(error_of<UsageError>([] { find_preset("gan", "dcgn"); }),
              AllOf(HasSubstr("expected one of mini, dcgan"), HasSubstr("did you mean 'dcgan'?")));
  EXPECT_THROW(presets("gam"), UsageError);
}

/// pytorch/examples, cpp/dcgan/dcgan.cpp.
TEST(Presets, DcganHasTheSettingsOfPyTorchsExample) {
  const Recipe recipe = find_preset("gan", "dcgan");
  const auto& gan = std::get<GanFamily>(recipe.family);
  EXPECT_EQ(gan.model.latent_dim, 100);
  EXPECT_EQ(recipe.data.holdout, 0);
  EXPECT_EQ(recipe.training.batch_size, 64);
  EXPECT_EQ(recipe.training.epochs, 30);
  EXPECT_EQ(recipe.training.schedule, "constant");
  EXPECT_EQ(gan.learning.lr, 2e-4);
  EXPECT_EQ(gan.learning.beta1, 0.5);
  EXPECT_EQ(gan.learning.beta2, 0.5);
  EXPECT_EQ(gan.learning.label_smoothing, 0.2);  // targets in [0.8, 1]
}

/// pytorch/examples, vae/main.py.
TEST(Presets, MlpHasTheSettingsOfPyTorchsExample) {
  const Recipe recipe = find_preset("vae", "mlp");
  const auto& vae = std::get<VaeFamily>(recipe.family);
  EXPECT_EQ(vae.model.latent_dim, 20);
  EXPECT_EQ(vae.model.likelihood, "bernoulli");
  EXPECT_EQ(recipe.data.holdout, 0);
  EXPECT_EQ(recipe.data.pixels, "grey");
  EXPECT_EQ(recipe.training.batch_size, 128);
  EXPECT_EQ(recipe.training.epochs, 10);
  EXPECT_EQ(recipe.training.schedule, "constant");
  EXPECT_EQ(vae.learning.lr, 1e-3);
  EXPECT_EQ(vae.learning.ema, 0);
  EXPECT_EQ(vae.learning.kl_warmup, 0);
}

}  // namespace
}  // namespace akin
