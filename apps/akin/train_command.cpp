#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/training/gan_training.h"
#include "akin/training/run_folder.h"

#include "commands.h"
#include "common.h"
#include "environment.h"
#include "settings_options.h"
#include "training_report.h"
#include "training_session.h"

namespace akin::app {
namespace {

struct TrainOptions {
  std::string family;
  std::string preset;
  std::string out;
  std::string resume;
  std::string config;
  bool force = false;
  Given given;
};

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

/// The names of all settings, to tell a mistyped key from a known one.
std::vector<std::string> setting_names() {
  CLI::App scratch;
  Given given;
  OptionMaker maker(scratch, given);
  Recipe recipe;
  visit(maker, recipe);
  std::vector<std::string> names;
  for (const auto* option :
       scratch.get_options([](const CLI::Option* o) { return o->get_name() != "--help"; })) {
    std::string name = option->get_name().substr(2);
    std::replace(name.begin(), name.end(), '-', '_');
    names.push_back(name);
  }
  return names;
}

Recipe new_recipe(TrainOptions& options, Given given) {
  const auto take = [&](const char* name, std::string& value) {
    if (const auto node = given.extract(name); !node.empty() && value.empty()) {
      value = node.mapped();
    }
  };
  take("preset", options.preset);
  take("out", options.out);
  Recipe recipe = options.preset.empty() ? presets(options.family).front().recipe
                                         : find_preset(options.family, options.preset);
  GivenApplier applier(given);
  visit(applier, recipe);
  choose_budget(recipe.training, given);
  return recipe;
}

/// A seed set for everything that is trained from this shell says nothing about a run that has one.
void drop_seed_of_environment(Given& given) {
  const char* seed = std::getenv("AKIN_SEED");
  if (seed != nullptr && given.contains("seed") && given.at("seed") == seed) {
    given.erase("seed");
  }
}

Recipe resumed_recipe(const RunFolder& run, const TrainOptions& options, Given given) {
  drop_seed_of_environment(given);
  require<UsageError>(
      options.preset.empty() && options.out.empty() && !options.force,
      "[train] expected --resume without --preset, --out and --force: the run says what it is");
  for (const auto& [name, text] : given) {
    require<UsageError>(contains(changeable(), name),
                        "[train] expected {} to stay as it is when a run goes on, got {}",
                        option_name(name), text);
  }
  Recipe recipe = run.recipe();
  GivenApplier applier(given);
  visit(applier, recipe);
  choose_budget(recipe.training, given);
  return recipe;
}

data::ImageData load(Recipe& recipe) {
  recipe.data.seed = static_cast<std::uint64_t>(recipe.training.seed);
  data::ImageData data = data::load_images(recipe.data, download_progress());
  require(recipe.data_sha256.empty() || recipe.data_sha256 == data.sha256,
          "[train] expected the data this run began with (SHA-256 {:.12}...), got other bytes "
          "({:.12}...) in '{}'",
          recipe.data_sha256, data.sha256, recipe.data.data);
  recipe.data_sha256 = data.sha256;
  recipe.model.classes = data.train.classes();
  recipe.model.height = data.train.height();
  recipe.model.width = data.train.width();
  return data;
}

FitOptions fit_options(const TrainingSettings& training, const Position& start,
                       double seconds_spent, bool new_budget, std::int64_t images) {
  FitOptions fit;
  fit.first_step = start.step;
  fit.seed = static_cast<std::uint64_t>(training.seed);
  fit.schedule = {schedule_shape(training.schedule), training.warmup, 0.0};
  fit.seconds_spent = seconds_spent;
  if (training.steps > 0) {
    fit.steps = training.steps;
  } else if (training.epochs > 0) {
    fit.steps = static_cast<std::int64_t>(std::ceil(training.epochs * static_cast<double>(images) /
                                                    static_cast<double>(training.batch_size)));
  } else if (start.steps > 0 && !new_budget) {
    fit.steps = start.steps;  // what the minutes came to
  } else {
    fit.seconds = 60 * training.minutes;
  }
  return fit;
}

/// The wall-clock seconds that earlier sittings took, from the last line of the metrics.
double seconds_in(const std::filesystem::path& metrics) {
  if (!std::filesystem::exists(metrics)) {
    return 0;
  }
  const std::string text = io::read_text(metrics);
  const auto line_begin = text.size() < 2 ? std::string::npos : text.rfind('\n', text.size() - 2);
  const auto line = nlohmann::json::parse(
      text.substr(line_begin == std::string::npos ? 0 : line_begin + 1), nullptr, false);
  return line.is_object() ? line.value("seconds", 0.0) : 0.0;
}

void train(TrainOptions& options) {
  const Given given = all_given(options, setting_names());
  const bool resuming = !options.resume.empty();
  RunFolder run(options.resume);
  Recipe recipe;
  if (resuming) {
    run = find_run(options.resume);
    recipe = resumed_recipe(run, options, given);
  } else {
    recipe = new_recipe(options, given);
  }
  use_threads(recipe.training.threads);
  const torch::Device device = parse_device(recipe.training.device);
  const data::ImageData data = load(recipe);
  auto model = make_gan(recipe.model, static_cast<std::uint64_t>(recipe.training.seed));
  model->to(device);
  GanTraining training(model, recipe.learning);

  save_before_stopping();
  Position start;
  if (resuming) {
    remove_temporaries(run);
    if (std::filesystem::exists(run.state())) {
      start = load_state(run.state(), training);
    }
    io::cut_json_lines(run.metrics(), start.step);
  } else {
    run =
        create_run(options.out.empty() ? new_run_path(recipe) : std::filesystem::path(options.out),
                   options.force);
  }

  const double seconds_spent = seconds_in(run.metrics());
  const FitOptions fit_plan = fit_options(recipe.training, start, seconds_spent,
                                          count_budgets(given) > 0, data.train.size());
  if (fit_plan.steps > 0 && start.step >= fit_plan.steps) {
    TrainingSession(run, recipe, training, data, start, seconds_spent).finish();
    spdlog::info("{} has done its {} steps; give a larger --steps to go on", run.path().string(),
                 start.step);
    return;
  }
  io::write_atomically(run.config(), to_json(recipe));
  spdlog::info("{} {} on {} ({} images), {} threads, {}; run {}",
               resuming ? "resuming" : "training", recipe.preset, data.name, data.train.size(),
               torch::get_num_threads(), device.str(), run.path().string());
  TrainingSession session(run, recipe, training, data, start, seconds_spent);
  const auto batches = image_batches(data.train, recipe.training.batch_size, fit_plan.seed, device);
  const std::int64_t step = fit(training, batches, fit_plan, std::ref(session));
  if (session.interrupted()) {
    spdlog::info("stopped and saved at step {}; go on with: akin train {} --resume {}", step,
                 recipe.family, run.path().string());
    throw Interrupted{};
  }
  session.finish();
  report_training(run, recipe, data, step, session.seconds());
}

void add_family(CLI::App& train_app, const std::string& family, const std::string& description) {
  auto options = std::make_shared<TrainOptions>();
  options->family = family;
  auto* command = train_app.add_subcommand(family, description);
  std::string names;
  for (const auto& preset : presets(family)) {
    names += fmt::format("{}{} ({})", names.empty() ? "" : "; ", preset.name, preset.description);
  }
  Recipe shown = presets(family).front().recipe;
  command->add_option("--preset", options->preset, names)
      ->default_str(shown.preset)
      ->type_name("NAME");
  command->add_option("--out", options->out, "folder of the run")
      ->default_str("runs/" + family + "-DATA-N")
      ->type_name("RUN");
  command->add_flag("--force", options->force, "replace the run in --out");
  command->add_option("--resume", options->resume, "go on with a run (`latest`: the last one)")
      ->type_name("RUN");
  command
      ->add_option("--config", options->config, "settings from a TOML file; the command line wins")
      ->type_name("FILE");
  OptionMaker maker(*command, options->given);
  visit(maker, shown);
  command->callback([options] { train(*options); });
}

}  // namespace

void add_train_command(CLI::App& app) {
  auto* command = app.add_subcommand("train", "Train a model");
  command->require_subcommand(1);
  add_family(*command, "gan",
             "Two networks compete: one makes images, the other tells them from real ones");
}

}  // namespace akin::app
