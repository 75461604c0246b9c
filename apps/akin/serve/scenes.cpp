#include "serve/scenes.h"

#include "akin/base/suggest.h"
#include "akin/families/presets.h"

namespace akin::app {
namespace {

/// More steps than a lesson has time for: it goes on until it is stopped.
constexpr std::int64_t endless = 1'000'000;

template <class Family>
Recipe changed(const std::string& data, const auto& change) {
  Recipe recipe = presets(Family::name).front().recipe;
  recipe.data.data = data;
  recipe.training.minutes = 0;
  recipe.training.steps = endless;
  recipe.training.schedule = "constant";
  change(recipe, std::get<Family>(recipe.family));
  return recipe;
}

constexpr auto as_it_is = [](Recipe&, auto&) {};

/// A discriminator that hardly learns: the generator finds one image that passes, and makes nothing
/// else. At a discriminator's rate of 2e-4 and more it did not (docs/results.md).
void collapse(Recipe& /*recipe*/, GanFamily& gan) {
  gan.learning.r1 = 0;
  gan.learning.ema = 0;
  gan.learning.beta1 = 0.5;
  gan.learning.lr = 5e-2;
  gan.learning.discriminator_lr = 2e-5;
}

void overpower(Recipe& /*recipe*/, GanFamily& gan) {
  gan.learning.r1 = 0;
  gan.learning.lr = 2e-4;
  gan.learning.discriminator_lr = 1e-2;
  gan.learning.discriminator_steps = 5;
}

void memorise(Recipe& recipe, GanFamily& /*gan*/) {
  recipe.data.limit = 10;
  recipe.training.batch_size = 10;
}

void bias(Recipe& recipe, GanFamily& /*gan*/) {
  recipe.data.skew = "1:0.8";
}

/// A rate that never falls has to be lower than the preset's, which does.
void steady(Recipe& /*recipe*/, VaeFamily& vae) {
  vae.learning.lr = 2e-3;
}

void ignore_codes(Recipe& recipe, VaeFamily& vae) {
  steady(recipe, vae);
  vae.learning.beta = 50;
}

}  // namespace

std::vector<Scene> scenes(const std::string& data) {
  return {{"gan", changed<GanFamily>(data, as_it_is)},
          {"vae", changed<VaeFamily>(data, steady)},
          {"transformer", changed<TransformerFamily>("tales", as_it_is)},
          {"mode-collapse", changed<GanFamily>(data, collapse)},
          {"strong-discriminator", changed<GanFamily>(data, overpower)},
          {"posterior-collapse", changed<VaeFamily>(data, ignore_codes)},
          {"memorising", changed<GanFamily>(data, memorise)},
          {"bias", changed<GanFamily>(data, bias)}};
}

Recipe find_scene(const std::string& data, const std::string& name) {
  std::vector<std::string> names;
  for (const Scene& scene : scenes(data)) {
    if (scene.name == name) {
      return scene.recipe;
    }
    names.push_back(scene.name);
  }
  fail_unknown("scene", name, names);
}

}  // namespace akin::app
