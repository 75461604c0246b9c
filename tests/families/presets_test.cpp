#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/experiment/family.h"
#include "akin/families/gan/gan_family.h"
#include "akin/families/vae/vae_family.h"

#include "support/error_of.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;

TEST(Presets, EachFamilyHasSomeThatRoundTrip) {
  for (const Family& family : families()) {
    for (const Preset& preset : family.presets) {
      const Recipe recipe = preset_recipe(family.name, preset.name);
      EXPECT_EQ(recipe.preset, preset.name);
      EXPECT_EQ(recipe.family->name(), family.name);
      const auto& training = recipe.training;
      EXPECT_EQ((training.steps > 0) + (training.epochs > 0) + (training.minutes > 0), 1);
      EXPECT_EQ(to_json(recipe_from_json(to_json(recipe), "test")), to_json(recipe));
    }
  }
}

TEST(Presets, UnknownNamesAreRefused) {
  EXPECT_THAT(error_of<UsageError>([] { preset_recipe("gan", "dcgn"); }),
              AllOf(HasSubstr("expected one of mini, dcgan"), HasSubstr("did you mean 'dcgan'?")));
  EXPECT_THROW(preset_recipe("gam", "mini"), UsageError);
}

TEST(Presets, DcganHasTheSettingsOfPyTorchsExample) {
  const Recipe recipe = preset_recipe("gan", "dcgan");
  const auto& gan = static_cast<const GanFamilySettings&>(*recipe.family);
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

TEST(Presets, MlpHasTheSettingsOfPyTorchsExample) {
  const Recipe recipe = preset_recipe("vae", "mlp");
  const auto& vae = static_cast<const VaeFamilySettings&>(*recipe.family);
  EXPECT_EQ(vae.model.latent_dim, 20);
  EXPECT_EQ(vae.model.likelihood, "auto");
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
