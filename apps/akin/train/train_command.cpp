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
  Dataset data = load_dataset(recipe, loading_progress(), plan.tokenizer);
  require(recipe.data_sha256.empty() || recipe.data_sha256 == data.sha256(),
          "[train] expected the data this run began with (SHA-256 {:.12}...), got other bytes "
          "({:.12}...) in '{}'",
          recipe.data_sha256, data.sha256(), recipe.data.shown());
  note_data(recipe, data);
  log_notes(data);
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
    if (fit.seconds > 0 && seconds_spent > 0) {
      fit.expected_steps =
          static_cast<std::int64_t>(static_cast<double>(start.step) * fit.seconds / seconds_spent);
    }
  }
  return fit;
}

bool is_done(const FitOptions& fit) {
  return fit.steps > 0 ? fit.first_step >= fit.steps
                       : fit.first_step > 0 && fit.seconds_spent >= fit.seconds;
}

const char* budget_option(const TrainingSettings& training) {
  return training.epochs > 0 ? "--epochs" : training.minutes > 0 ? "--minutes" : "--steps";
}

/// Where a resumed run goes on, and at which learning rate.
void log_continuation(const FitOptions& fit, const Position& start, const std::string& schedule) {
  const std::int64_t total = fit.steps > 0 ? fit.steps : fit.expected_steps;
  const bool changed = start.steps > 0 && total != start.steps;
  spdlog::info(
      "continuing at step {} of {}{}{}; {} schedule, learning rate at {:.0f} % of its peak",
      start.step, fit.steps > 0 ? "" : "about ", total,
      changed ? fmt::format(" instead of {}", start.steps) : "", schedule,
      100 * fit.schedule.factor(start.step, total));
}

/// Seconds of training before this process, from the last line of metrics.jsonl.
double seconds_in(const std::filesystem::path& metrics) {
  double seconds = 0;
  io::each_json_line(metrics, [&](const nlohmann::ordered_json& line) {
    seconds = io::number_or(line, "seconds", 0);
  });
  return seconds;
}

/// Empties a new run's folder, or restores the last checkpoint of a resumed run, if there is one.
Position start_run(const TrainPlan& plan, Trainable& training) {
  const RunFolder& run = plan.run.folder;
  if (!plan.resuming) {
    clear_run(plan.run);
    return {};
  }
  const bool saved = std::filesystem::exists(run.state());
  const Position position = saved ? load_state(run.state(), training) : Position{};
  io::truncate_json_lines(run.metrics(), position.step);
  return position;
}

/// Mends what a process that was killed after the last step left undone, and nothing else.
void finish_done_run(const RunFolder& run, const Position& position,
                     const TrainingSettings& training) {
  if (animation_is_old(run)) {
    write_animation(run);
  }
  spdlog::info("{} has done its {} steps: nothing to do; give a larger {} to continue",
               run.path().string(), position.step, budget_option(training));
}

/// UsageError where weights are chosen by a likelihood that there is not.
void require_validation(const TrainingSettings& training, GenerativeModel& model,
                        const Splits& splits) {
  require<UsageError>(
      (training.keep == "last" && training.patience == 0) || evaluate_nll(model, splits, 1),
      "[--{}] expected a model with a likelihood and validation data, got none; leave it out",
      training.keep == "best" ? "keep" : "patience");
}

/// What was decided by validation.
void report_kept(const EarlyStopping& validations, const TrainingSettings& training,
                 std::int64_t step) {
  if (validations.exhausted()) {
    spdlog::info("stopped at step {}: no lower validation NLL in {} validations", step,
                 training.patience);
  }
  if (training.keep == "best" && validations.best()) {
    spdlog::info("kept the weights of step {}, of the lowest validation NLL: {:.4g}",
                 validations.best()->step, validations.best()->value);
  }
}

/// Trains from `start` to the end of the plan, or until a stop is requested.
void run_training(const TrainPlan& plan, const Dataset& data, const ModelAndTraining& learner,
                  const Splits& splits, const Position& start, torch::Device device, bool report) {
  const auto& [claimed, recipe, tokenizer, resuming, new_budget] = plan;
  const RunFolder& run = claimed.folder;
  const double spent = seconds_in(run.metrics());
  Trainable& training = *learner.training;
  const FitOptions options = options_from(start, recipe.training, spent, new_budget, splits.items);
  if (is_done(options)) {
    finish_done_run(run, start, recipe.training);
    return;
  }
  require_validation(recipe.training, *learner.model, splits);
  write_description(run, recipe, data.data_spec());
  spdlog::info("{} {} {} on {} ({}), {} threads, {}; run {}", resuming ? "resuming" : "training",
               recipe.family->name(), recipe.preset, data.name(), data.size(),
               torch::get_num_threads(), device.str(), run.path().string());
  if (start.step > 0) {
    log_continuation(options, start, recipe.training.schedule);
  }
  TrainingSession session(run, recipe, data, training, splits, start, spent);
  std::int64_t step = 0;
  {
    const DeferStop until_saved;
    step = fit(training, splits.train, options, std::ref(session));
  }
  if (stop_requested()) {
    spdlog::info("stopped and saved at step {}; continue with: akin train {} --resume {}", step,
                 recipe.family->name(), run.path().string());
    throw Interrupted{};
  }
  session.finish();
  report_kept(session.validations(), recipe.training, step);
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
  const Position start = start_run(plan, *learner.training);
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
