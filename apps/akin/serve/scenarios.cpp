#include "serve/scenarios.h"

#include "akin/base/suggest.h"
#include "akin/families/presets.h"

namespace akin::app {
namespace {

/// More steps than anyone waits for: the training runs until it is stopped.
constexpr std::int64_t endless = 1'000'000;

template <class Family>
Recipe modified(const std::string& data, const auto& change) {
  Recipe recipe = presets(Family::name).front().recipe;
  recipe.data.data = data;
  recipe.training.minutes = 0;
  recipe.training.steps = endless;
  recipe.training.schedule = "constant";
  change(recipe, std::get<Family>(recipe.family));
  return recipe;
}

constexpr auto unmodified = [](Recipe&, auto&) {};

/// The discriminator hardly learns, so the generator settles on one image that passes. With a
/// discriminator learning rate of 2e-4 or more there is no collapse (docs/results.md).
void mode_collapse(Recipe& /*recipe*/, GanFamily& gan) {
  gan.learning.r1 = 0;
  gan.learning.ema = 0;
  gan.learning.beta1 = 0.5;
  gan.learning.lr = 5e-2;
  gan.learning.discriminator_lr = 2e-5;
}

void strong_discriminator(Recipe& /*recipe*/, GanFamily& gan) {
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

/// A constant learning rate has to be lower than the preset's, which decays.
void constant_rate(Recipe& /*recipe*/, VaeFamily& vae) {
  vae.learning.lr = 2e-3;
}

void posterior_collapse(Recipe& recipe, VaeFamily& vae) {
  constant_rate(recipe, vae);
  vae.learning.beta = 50;
}

}  // namespace

std::vector<Scenario> scenarios(const std::string& data) {
  return {{"gan", modified<GanFamily>(data, unmodified)},
          {"vae", modified<VaeFamily>(data, constant_rate)},
          {"transformer", modified<TransformerFamily>("tales", unmodified)},
          {"mode-collapse", modified<GanFamily>(data, mode_collapse)},
          {"strong-discriminator", modified<GanFamily>(data, strong_discriminator)},
          {"posterior-collapse", modified<VaeFamily>(data, posterior_collapse)},
          {"memorising", modified<GanFamily>(data, memorise)},
          {"bias", modified<GanFamily>(data, bias)}};
}

Recipe find_scenario(const std::string& data, const std::string& name) {
  std::vector<std::string> names;
  for (const Scenario& scenario : scenarios(data)) {
    if (scenario.name == name) {
      return scenario.recipe;
    }
    names.push_back(scenario.name);
  }
  fail_unknown("scenario", name, names);
}

}  // namespace akin::app
