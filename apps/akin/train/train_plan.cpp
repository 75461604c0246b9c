#include "train/train_plan.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"

#include "command_line/config_file.h"
#include "command_line/options.h"

namespace akin::app {
namespace {

/// Settings that may change when a run is resumed.
const std::vector<std::string>& changeable() {
  static const std::vector<std::string> names = {"steps",        "epochs",           "minutes",
                                                 "threads",      "device",           "log_every",
                                                 "sample_every", "checkpoint_every", "patience"};
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<const char*, 3> budgets = {"steps", "epochs", "minutes"};

std::int64_t count_budgets(const Given& given) {
  return std::count_if(budgets.begin(), budgets.end(),
                       [&](const char* name) { return given.contains(name); });
}

/// The budgets exclude each other: a given one replaces the preset's.
void choose_budget(TrainingSettings& training, const Given& given) {
  const std::int64_t count = count_budgets(given);
  require<UsageError>(
      count <= 1, "[train] expected one of --steps, --epochs and --minutes, got {} of them", count);
  if (count == 0) {
    return;
  }
  const auto keep = [&](const char* name, auto& value) {
    if (!given.contains(name)) {
      value = 0;
    }
    require<UsageError>(!given.contains(name) || value > 0, "[--{}] expected more than 0, got {}",
                        name, value);
  };
  keep("steps", training.steps);
  keep("epochs", training.epochs);
  keep("minutes", training.minutes);
}

auto budget_of(const TrainingSettings& training) {
  return std::tuple(training.steps, training.epochs, training.minutes);
}

Given all_given(const TrainOptions& options, std::vector<std::string> known) {
  Given given = options.given;
  if (!options.config.empty()) {
    known.insert(known.end(), {"preset", "out"});
    Given from_file = read_toml(options.config, known);
    if (count_budgets(given) > 0) {
      std::erase_if(from_file, [](const auto& item) {
        return std::find(budgets.begin(), budgets.end(), item.first) != budgets.end();
      });
    }
    given.merge(from_file);  // the command line wins
  }
  return given;
}

std::vector<std::string> setting_names(const Family& family) {
  Recipe recipe = family.presets.front().recipe;
  Fields fields;
  describe(fields, recipe);
  return fields.names();
}

/// The value typed for `name`, or else the one given in the file.
std::string typed_or(const std::string& typed, const Given& given, const char* name) {
  const auto found = given.find(name);
  return typed.empty() && found != given.end() ? found->second : typed;
}

void apply_given(const Given& given, Recipe& recipe) {
  Fields fields;
  describe(fields, recipe);
  fields.set(given);
  choose_budget(recipe.training, given);
}

TrainPlan new_plan(const TrainOptions& options, const Family& family, const Given& given) {
  const std::string preset = typed_or(options.preset, given, "preset");
  const std::string out = typed_or(options.out, given, "out");
  Recipe recipe =
      preset.empty() ? family.presets.front().recipe : find_preset(family, preset).recipe;
  apply_given(given, recipe);
  return {
      out.empty() ? claim_new_run(recipe) : claim_new_run(out, options.force, recipe.data.paths()),
      recipe, nullptr};
}

/// AKIN_SEED is meant for new runs: a resumed run keeps its own seed.
void drop_seed_of_environment(Given& given) {
  const char* seed = std::getenv("AKIN_SEED");
  if (seed != nullptr && given.contains("seed") && given.at("seed") == seed) {
    given.erase("seed");
  }
}

TrainPlan resumed_plan(const TrainOptions& options, Given given) {
  drop_seed_of_environment(given);
  require<UsageError>(
      options.preset.empty() && options.out.empty() && !options.force,
      "[train] expected --resume without --preset, --out and --force, which the run has already");
  for (const auto& [name, text] : given) {
    require<UsageError>(contains(changeable(), name),
                        "[train] expected {} to stay as it is when a run is resumed, got {}",
                        option_name(name), text);
  }
  ClaimedRun claimed = claim_run(find_run(options.resume));
  auto [run, recipe, data] = read_run(claimed.folder);
  const std::string family = recipe.family->name();
  require<UsageError>(family == options.family,
                      "[train] expected a {} to resume, got a {} in {}; use akin train {}",
                      options.family, family, run.path().string(), family);
  const TrainingSettings before = recipe.training;
  apply_given(given, recipe);
  return {std::move(claimed), recipe, data.tokenizer, true,
          budget_of(recipe.training) != budget_of(before)};
}

}  // namespace

TrainPlan make_train_plan(const TrainOptions& options) {
  const Family& family = find_family(options.family);
  const Given given = all_given(options, setting_names(family));
  return options.resume.empty() ? new_plan(options, family, given) : resumed_plan(options, given);
}

}  // namespace akin::app
