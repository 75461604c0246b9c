#include "akin/families/vae/vae_family.h"

#include "akin/base/require.h"
#include "akin/families/vae/vae_import.h"
#include "akin/families/vae/vae_sampler.h"

namespace akin {
namespace {

Preset mini() {
  VaeFamilySettings vae;
  vae.learning.lr = 1.5e-2;
  vae.learning.beta1 = 0.8;
  vae.learning.beta2 = 0.99;
  vae.learning.clip = 30;
  vae.learning.ema = 0.999;
  Recipe recipe;
  recipe.family = vae.clone();
  recipe.training.warmup = 100;
  recipe.training.minutes = 3;
  return make_preset("mini", "convolutions, with the generator of the mini GAN as decoder", recipe);
}

Preset mlp() {
  VaeFamilySettings vae;
  vae.model.architecture = "mlp";
  Recipe recipe;
  recipe.family = vae.clone();
  recipe.data.holdout = 0;
  recipe.training.batch_size = 128;
  recipe.training.schedule = "constant";
  recipe.training.epochs = 10;
  return make_preset("mlp", "the VAE of PyTorch's examples, weight for weight", recipe,
                     /*reference=*/true);
}

}  // namespace

void VaeFamilySettings::describe(Fields& fields) {
  fields.section("model");
  akin::describe(fields, model);
  fields.section("learning");
  akin::describe(fields, learning);
}

std::shared_ptr<Vae> VaeFamilySettings::build(const DataSpec& data, std::uint64_t seed) const {
  require_images(name(), data);
  return make_vae(model, data.image, seed);
}

std::unique_ptr<Trainable> VaeFamilySettings::train(std::shared_ptr<Vae> vae) const {
  return std::make_unique<VaeTraining>(std::move(vae), learning);
}

void VaeFamilySettings::check_pixels(bool binary) const {
  require<UsageError>(!binary || pixel_likelihood_of(model, 1) == PixelLikelihood::bernoulli,
                      "[--likelihood] expected bernoulli for binary pixels, got {}; leave out "
                      "--pixels binary",
                      model.likelihood);
}

Family vae_family() {
  const LocalizedText title = {"VAE", "VAE"};
  // Grey images are trained on as binary pixels, whose means are the grey ones: the samples are the
  // same, and the likelihood can be compared with other models.
  return {.name = "vae",
          .title = title,
          .description = "One network compresses images to a few numbers, the other restores them",
          .presets = {mini(), mlp()},
          .comparison = {{.name = "vae",
                          .title = title,
                          .grey_options = {"--pixels", "binary"},
                          .widths = {"encoder_width", "decoder_width"}}},
          .sampling = [] { return std::make_unique<VaeSampling>(); },
          .import = {"The VAE of PyTorch's examples", import_vae}};
}

}  // namespace akin
