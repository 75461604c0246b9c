#include "train_plan.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/families/presets.h"

namespace akin::app {
namespace {

/// What may change when a run goes on; all else is what the run is.
const std::vector<std::string>& changeable() {
  static const std::vector<std::string> names = {"steps",        "epochs",          "minutes",
                                                 "threads",      "device",          "log_every",
                                                 "sample_every", "checkpoint_every"};
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

/// The budgets exclude each other: one that is given puts the preset's aside.
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
    given.merge(from_file);  // what stands on the command line wins
  }
  return given;
}

/// The names of all settings of a family, to tell a mistyped key from a known one.
std::vector<std::string> setting_names(const std::string& family) {
  CLI::App scratch;
  Given given;
  OptionMaker maker(scratch, given);
  Recipe recipe = presets(family).front().recipe;
  visit(maker, recipe);
  std::vector<std::string> names;
  for (const auto* option : scratch.get_options([](const CLI::Option* o) {
         return o->get_name() != "--help" && !o->get_group().empty();
       })) {
    std::string name = option->get_name().substr(2);
    std::replace(name.begin(), name.end(), '-', '_');
    names.push_back(name);
  }
  return names;
}

/// What was typed for `name`, else what the file says of it.
std::string typed_or(const std::string& typed, const Given& given, const char* name) {
  const auto found = given.find(name);
  return typed.empty() && found != given.end() ? found->second : typed;
}

void apply_given(const Given& given, Recipe& recipe) {
  GivenApplier applier(given);
  visit(applier, recipe);
  choose_budget(recipe.training, given);
}

TrainPlan new_plan(const TrainOptions& options, const Given& given) {
  const std::string preset = typed_or(options.preset, given, "preset");
  const std::string out = typed_or(options.out, given, "out");
  Recipe recipe =
      preset.empty() ? presets(options.family).front().recipe : find_preset(options.family, preset);
  apply_given(given, recipe);
  RunFolder run(out.empty() ? new_run_path(recipe) : std::filesystem::path(out));
  require_new_run(run.path(), options.force);
  return {run, recipe, false, count_budgets(given) > 0};
}

/// A seed set for everything that is trained from this shell says nothing about a run that has one.
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
      "[train] expected --resume without --preset, --out and --force: the run says what it is");
  for (const auto& [name, text] : given) {
    require<UsageError>(contains(changeable(), name),
                        "[train] expected {} to stay as it is when a run goes on, got {}",
                        option_name(name), text);
  }
  const RunFolder run = find_run(options.resume);
  Recipe recipe = run.recipe();
  require<UsageError>(name_of(recipe.family) == options.family,
                      "[train] expected a {} to go on with, got a {} in {}; use akin train {}",
                      options.family, name_of(recipe.family), run.path().string(),
                      name_of(recipe.family));
  apply_given(given, recipe);
  return {run, recipe, true, count_budgets(given) > 0};
}

}  // namespace

TrainPlan make_train_plan(const TrainOptions& options) {
  const Given given = all_given(options, setting_names(options.family));
  return options.resume.empty() ? new_plan(options, given) : resumed_plan(options, given);
}

}  // namespace akin::app
