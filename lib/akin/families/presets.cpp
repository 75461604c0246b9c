#include "akin/families/presets.h"

#include <algorithm>
#include <map>

#include "akin/base/suggest.h"

namespace akin {
namespace {

Preset gan_mini() {
  GanFamily gan;
  gan.learning.lr = 2e-3;
  gan.learning.r1 = 1;
  Recipe recipe;
  recipe.family = gan;
  recipe.training.minutes = 3;
  return {"mini", "small and quick: digits within a minute on two cores", recipe};
}

Preset gan_dcgan() {
  GanFamily gan;
  gan.model.architecture = "dcgan";
  gan.model.latent_dim = 100;
  gan.learning.lr = 2e-4;
  gan.learning.beta1 = 0.5;
  gan.learning.beta2 = 0.5;
  gan.learning.label_smoothing = 0.2;
  Recipe recipe;
  recipe.family = gan;
  recipe.data.holdout = 0;
  recipe.training.schedule = "constant";
  recipe.training.epochs = 30;
  return {"dcgan", "the DCGAN of PyTorch's C++ examples, weight for weight", recipe, true};
}

Preset vae_mini() {
  VaeFamily vae;
  vae.learning.lr = 1.5e-2;
  vae.learning.beta1 = 0.8;
  vae.learning.beta2 = 0.99;
  vae.learning.clip = 30;
  vae.learning.ema = 0.999;
  Recipe recipe;
  recipe.family = vae;
  recipe.training.warmup = 100;
  recipe.training.minutes = 3;
  return {"mini", "convolutions, and the generator of the mini GAN as decoder", recipe};
}

Preset vae_mlp() {
  VaeFamily vae;
  vae.model.architecture = "mlp";
  Recipe recipe;
  recipe.family = vae;
  recipe.data.holdout = 0;
  recipe.training.batch_size = 128;
  recipe.training.schedule = "constant";
  recipe.training.epochs = 10;
  return {"mlp", "the VAE of PyTorch's examples, weight for weight", recipe, true};
}

Preset transformer_mini() {
  TransformerFamily transformer;
  transformer.model.shape.context = 128;
  transformer.model.shape.rotary = true;
  transformer.model.shape.rms_norm = true;
  transformer.model.shape.squared_relu = true;
  transformer.model.shape.qk_norm = true;
  transformer.learning.lr = 2e-3;
  Recipe recipe;
  recipe.family = transformer;
  recipe.training.batch_size = 32;
  recipe.training.warmup = 50;
  recipe.training.minutes = 3;
  return {"mini", "rotary positions, RMSNorm, squared ReLU; text, or images by patches", recipe};
}

Preset transformer_nanogpt() {
  TransformerFamily transformer;
  Recipe recipe;
  recipe.family = transformer;
  recipe.data.data = "tinyshakespeare";
  recipe.training.batch_size = 12;
  recipe.training.schedule = "cosine";
  recipe.training.lr_floor = 0.1;
  recipe.training.warmup = 100;
  recipe.training.steps = 2000;
  return {"nanogpt", "nanoGPT's recipe for a CPU, weight for weight", recipe, true};
}

std::map<std::string, std::vector<Preset>> all_presets() {
  std::map<std::string, std::vector<Preset>> all = {
      {GanFamily::name, {gan_mini(), gan_dcgan()}},
      {VaeFamily::name, {vae_mini(), vae_mlp()}},
      {TransformerFamily::name, {transformer_mini(), transformer_nanogpt()}}};
  for (auto& [family, of_family] : all) {
    for (auto& preset : of_family) {
      preset.recipe.preset = preset.name;
    }
  }
  return all;
}

}  // namespace

const std::vector<Preset>& presets(const std::string& family) {
  static const std::map<std::string, std::vector<Preset>> all = all_presets();
  const auto found = all.find(family);
  if (found == all.end()) {
    fail_unknown("family", family, family_names());
  }
  return found->second;
}

Recipe find_preset(const std::string& family, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& preset : presets(family)) {
    if (preset.name == name) {
      return preset.recipe;
    }
    names.push_back(preset.name);
  }
  fail_unknown("preset", name, names);
}

Recipe reference_recipe(const std::string& family) {
  const auto& all = presets(family);
  return std::find_if(all.begin(), all.end(), [](const Preset& one) { return one.reference; })
      ->recipe;
}

}  // namespace akin
