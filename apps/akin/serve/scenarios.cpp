#include "serve/scenarios.h"

#include "akin/base/suggest.h"
#include "akin/experiment/family.h"

namespace akin::app {
namespace {

/// More steps than anyone waits for: the training runs until it is stopped.
constexpr std::int64_t endless = 1'000'000;

/// The family's default recipe, trained without end at a constant learning rate, with these
/// settings.
Scenario scenario(const std::string& name, const std::string& family, const std::string& data,
                  const Given& settings) {
  Recipe recipe = find_family(family).presets.front().recipe;
  recipe.data.data = {data};
  recipe.training.minutes = 0;
  recipe.training.steps = endless;
  recipe.training.schedule = "constant";
  Fields fields;
  describe(fields, recipe);
  fields.set(settings);
  return {name, recipe};
}

}  // namespace

std::vector<Scenario> scenarios(const std::string& data) {
  // A constant learning rate has to be lower than the preset's, which decays.
  const std::string vae_rate = "0.002";
  return {
      scenario("gan", "gan", data, {}), scenario("vae", "vae", data, {{"lr", vae_rate}}),
      scenario("transformer", "transformer", "tales", {}),
      scenario("transformer-ko", "transformer", "tales-ko", {}),
      // The discriminator hardly learns, so the generator settles on one image that passes. With a
      // discriminator learning rate of 2e-4 or more there is no collapse (docs/results.md).
      scenario("mode-collapse", "gan", data,
               {{"r1", "0"},
                {"ema", "0"},
                {"beta1", "0.5"},
                {"lr", "0.05"},
                {"discriminator_lr", "0.00002"}}),
      scenario("strong-discriminator", "gan", data,
               {{"r1", "0"},
                {"lr", "0.0002"},
                {"discriminator_lr", "0.01"},
                {"discriminator_steps", "5"}}),
      scenario("posterior-collapse", "vae", data, {{"lr", vae_rate}, {"beta", "50"}}),
      scenario("memorising", "gan", data, {{"limit", "10"}, {"batch_size", "10"}}),
      scenario("bias", "gan", data, {{"skew", "1:0.8"}})};
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
