#include "akin/families/gan/gan_family.h"

#include "akin/families/gan/gan_import.h"

namespace akin {
namespace {

Preset mini() {
  GanFamilySettings gan;
  gan.learning.lr = 2e-3;
  gan.learning.r1 = 1;
  Recipe recipe;
  recipe.family = gan.clone();
  recipe.training.minutes = 3;
  return make_preset("mini", "small and fast: digits within a minute on two cores", recipe);
}

Preset dcgan() {
  GanFamilySettings gan;
  gan.model.architecture = "dcgan";
  gan.model.latent_dim = 100;
  gan.learning.lr = 2e-4;
  gan.learning.beta1 = 0.5;
  gan.learning.beta2 = 0.5;
  gan.learning.label_smoothing = 0.2;
  Recipe recipe;
  recipe.family = gan.clone();
  recipe.data.holdout = 0;
  recipe.training.schedule = "constant";
  recipe.training.epochs = 30;
  return make_preset("dcgan", "the DCGAN of PyTorch's C++ examples, weight for weight", recipe,
                     /*reference=*/true);
}

/// A GAN samples from the prior only; the option is there because a VAE has a choice.
class GanSampling : public SamplingSettings {
 public:
  void describe(Fields& fields) override {
    fields.flag("from_prior", from_prior_, "latent vectors from the prior N(0, I), the default");
  }
  [[nodiscard]] std::shared_ptr<GenerativeModel> apply(
      std::shared_ptr<GenerativeModel> model,
      const std::function<OrderedImages()>& /*training_images*/) const override {
    return model;
  }

 private:
  bool from_prior_ = false;
};

}  // namespace

void GanFamilySettings::describe(Fields& fields) {
  fields.section("model");
  akin::describe(fields, model);
  fields.section("learning");
  akin::describe(fields, learning);
}

std::shared_ptr<Gan> GanFamilySettings::build(const DataSpec& data, std::uint64_t seed) const {
  require_images(name(), data);
  return make_gan(model, data.image, seed);
}

std::unique_ptr<Trainable> GanFamilySettings::train(std::shared_ptr<Gan> gan) const {
  return std::make_unique<GanTraining>(std::move(gan), learning);
}

Family gan_family() {
  const LocalizedText title = {"GAN", "GAN"};
  return {.name = "gan",
          .title = title,
          .description =
              "Two networks compete: one generates images, the other tells them from "
              "real ones",
          .presets = {mini(), dcgan()},
          .comparison = {{.name = "gan",
                          .title = title,
                          .widths = {"generator_width", "discriminator_width"}}},
          .sampling = [] { return std::make_unique<GanSampling>(); },
          .import = {"A DCGAN of PyTorch's C++ examples", import_gan}};
}

}  // namespace akin
