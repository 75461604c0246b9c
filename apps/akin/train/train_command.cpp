#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/experiment/family.h"
#include "akin/experiment/run_folder.h"
#include "akin/experiment/splits.h"
#include "akin/io/json.h"
#include "akin/io/json_lines.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/environment.h"
#include "command_line/options.h"
#include "shell/command_tree.h"
#include "train/train_plan.h"
#include "train/training_report.h"
#include "train/training_session.h"

namespace akin::app {
namespace {

/// Loads the data and completes the recipe with what is read off them.
Dataset load(TrainPlan& plan) {
  Recipe& recipe = plan.recipe;
  Dataset data = load_dataset(recipe, download_progress(), plan.tokenizer);
  require(recipe.data_sha256.empty() || recipe.data_sha256 == data.sha256(),
          "[train] expected the data this run began with (SHA-256 {:.12}...), got other bytes "
          "({:.12}...) in '{}'",
          recipe.data_sha256, data.sha256(), recipe.data.data);
  note_data(recipe, data);
  return data;
}

/// From the present step to the end of the budget.
FitOptions options_from(const Position& start, const TrainingSettings& training,
                        double seconds_spent, bool new_budget, std::int64_t items) {
  FitOptions fit = fit_options(training);
  fit.first_step = start.step;
  fit.seconds_spent = seconds_spent;
  if (training.epochs > 0) {
    fit.steps = static_cast<std::int64_t>(std::ceil(training.epochs * static_cast<double>(items) /
                                                    static_cast<double>(training.batch_size)));
  } else if (training.minutes > 0 && start.steps > 0 && !new_budget) {
    fit.steps = start.steps;  // the number that the minutes were turned into
  } else {
    fit.seconds = 60 * training.minutes;
  }
  return fit;
}

/// Seconds of training before this process, from the last line of metrics.jsonl.
double seconds_in(const std::filesystem::path& metrics) {
  double seconds = 0;
  io::each_json_line(metrics, [&](const nlohmann::ordered_json& line) {
    seconds = io::number_or(line, "seconds", 0);
  });
  return seconds;
}

/// Creates a new run's folder, or restores the last checkpoint of a resumed run, if there is one.
Position start_run(const TrainPlan& plan, bool force, Trainable& training) {
  if (!plan.resuming) {
    create_run(plan.run.path(), force);
    return {};
  }
  remove_temporaries(plan.run);
  const bool saved = std::filesystem::exists(plan.run.state());
  const Position position = saved ? load_state(plan.run.state(), training) : Position{};
  io::truncate_json_lines(plan.run.metrics(), position.step);
  return position;
}

/// Trains from `start` to the end of the plan, or to Ctrl-C.
void run_training(const TrainPlan& plan, const Dataset& data, const ModelAndTraining& learner,
                  const Splits& splits, const Position& start, torch::Device device, bool report) {
  const auto& [run, recipe, tokenizer, resuming, new_budget] = plan;
  const double spent = seconds_in(run.metrics());
  Trainable& training = *learner.training;
  const FitOptions options = options_from(start, recipe.training, spent, new_budget, splits.items);
  if (options.steps > 0 && start.step >= options.steps) {
    TrainingSession(run, recipe, data, training, splits, start, spent).finish();
    spdlog::info("{} has done its {} steps; give a larger --steps to continue", run.path().string(),
                 start.step);
    return;
  }
  write_description(run, recipe, data.data_spec());
  spdlog::info("{} {} {} on {} ({}), {} threads, {}; run {}", resuming ? "resuming" : "training",
               recipe.family->name(), recipe.preset, data.name(), data.size(),
               torch::get_num_threads(), device.str(), run.path().string());
  TrainingSession session(run, recipe, data, training, splits, start, spent);
  const std::int64_t step = fit(training, splits.train, options, std::ref(session));
  if (session.interrupted()) {
    spdlog::info("stopped and saved at step {}; continue with: akin train {} --resume {}", step,
                 recipe.family->name(), run.path().string());
    throw Interrupted{};
  }
  session.finish();
  if (report) {
    report_training(run, data, splits, step, session.seconds());
  }
}

void train(const TrainOptions& options) {
  TrainPlan plan = make_train_plan(options);
  use_threads(plan.recipe.training.threads);
  const torch::Device device = parse_device(plan.recipe.training.device);
  nn::require_fast(parse_precision(plan.recipe.training.precision), device);
  nn::disable_tf32();
  const Dataset data = load(plan);
  const Recipe& recipe = plan.recipe;
  const ModelAndTraining learner =
      recipe.family->make_training(data.data_spec(), recipe.seed(), device);
  const Splits splits = make_splits(data, *learner.model, recipe, device);
  save_before_stopping();
  const Position start = start_run(plan, options.force, *learner.training);
  if (start.step == 0 && data.images) {
    learner.model->fit_tokenizer(data.images->train, recipe.seed());
  }
  run_training(plan, data, learner, splits, start, device, !options.no_report);
}

void add_family(CLI::App& train_app, const Family& family) {
  auto options = std::make_shared<TrainOptions>();
  options->family = family.name;
  auto* command = train_app.add_subcommand(family.name, family.description);
  std::string presets;
  std::vector<std::string> preset_names;
  for (const Preset& preset : family.presets) {
    preset_names.push_back(preset.name);
    presets +=
        fmt::format("{}{} ({})", presets.empty() ? "" : "; ", preset.name, preset.description);
  }
  Recipe defaults = family.presets.front().recipe;
  suggest_values(*command->add_option("--preset", options->preset, presets)
                      ->default_str(defaults.preset)
                      ->type_name("NAME"),
                 preset_names);
  command->add_option("--out", options->out, "folder of the run")
      ->default_str("runs/" + family.name + "-DATA-N")
      ->type_name("RUN");
  command->add_flag("--force", options->force, "replace the run in --out");
  command->add_option("--resume", options->resume, "continue a run (`latest`: the last one)")
      ->type_name("RUN");
  command->add_flag("--no-report", options->no_report,
                    "skip the validation of the trained model and the classes of its samples");
  command
      ->add_option("--config", options->config, "settings from a TOML file; the command line wins")
      ->type_name("FILE");
  Fields fields;
  describe(fields, defaults);
  add_options(*command, fields, options->given);
  command->callback([options] { train(*options); });
}

}  // namespace

void add_train_command(CLI::App& app) {
  auto* command = app.add_subcommand("train", "Train a model");
  command->require_subcommand(1);
  for (const Family& family : families()) {
    add_family(*command, family);
  }
}

}  // namespace akin::app
