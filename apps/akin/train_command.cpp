#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/training/course.h"
#include "akin/training/presets.h"
#include "akin/training/run_folder.h"

#include "commands.h"
#include "common.h"
#include "environment.h"
#include "train_plan.h"
#include "training_report.h"
#include "training_session.h"

namespace akin::app {
namespace {

data::ImageData load(Recipe& recipe) {
  data::ImageData data = data::load_images(image_request(recipe), download_progress());
  require(recipe.data_sha256.empty() || recipe.data_sha256 == data.sha256,
          "[train] expected the data this run began with (SHA-256 {:.12}...), got other bytes "
          "({:.12}...) in '{}'",
          recipe.data_sha256, data.sha256, recipe.data.data);
  recipe.data_sha256 = data.sha256;
  recipe.image = {data.train.classes(), data.train.height(), data.train.width()};
  return data;
}

FitOptions fit_options(const TrainingSettings& training, const Position& start,
                       double seconds_spent, bool new_budget, std::int64_t items) {
  FitOptions fit;
  fit.first_step = start.step;
  fit.seed = static_cast<std::uint64_t>(training.seed);
  fit.schedule = {schedule_shape(training.schedule), training.warmup, 0.0};
  fit.seconds_spent = seconds_spent;
  if (training.steps > 0) {
    fit.steps = training.steps;
  } else if (training.epochs > 0) {
    fit.steps = static_cast<std::int64_t>(std::ceil(training.epochs * static_cast<double>(items) /
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

/// A new run's folder, or a resumed run put back to its last checkpoint (to the start where there
/// is none yet).
Position open_run(const TrainPlan& plan, bool force, Trainable& training) {
  if (!plan.resuming) {
    create_run(plan.run.path(), force);
    return {};
  }
  remove_temporaries(plan.run);
  const bool saved = std::filesystem::exists(plan.run.state());
  const Position position = saved ? load_state(plan.run.state(), training) : Position{};
  io::cut_json_lines(plan.run.metrics(), position.step);
  return position;
}

/// Trains from `start` to the end of the plan, or to Ctrl-C.
void run_training(const TrainPlan& plan, const data::ImageData& data, Trainable& training,
                  const Position& start, torch::Device device) {
  const auto& [run, recipe, resuming, new_budget] = plan;
  const double spent = seconds_in(run.metrics());
  const Course course = image_course(data, recipe, device);
  const FitOptions options = fit_options(recipe.training, start, spent, new_budget, course.items);
  if (options.steps > 0 && start.step >= options.steps) {
    TrainingSession(run, recipe, training, course, start, spent).finish();
    spdlog::info("{} has done its {} steps; give a larger --steps to go on", run.path().string(),
                 start.step);
    return;
  }
  io::write_atomically(run.config(), to_json(recipe));
  spdlog::info("{} {} on {} ({} images), {} threads, {}; run {}",
               resuming ? "resuming" : "training",
               fmt::format("{} {}", name_of(recipe.family), recipe.preset), data.name,
               data.train.size(), torch::get_num_threads(), device.str(), run.path().string());
  TrainingSession session(run, recipe, training, course, start, spent);
  const std::int64_t step = fit(training, course.lessons, options, std::ref(session));
  if (session.interrupted()) {
    spdlog::info("stopped and saved at step {}; go on with: akin train {} --resume {}", step,
                 name_of(recipe.family), run.path().string());
    throw Interrupted{};
  }
  session.finish();
  report_training(run, recipe, data, course, step, session.seconds());
}

void train(const TrainOptions& options) {
  TrainPlan plan = make_train_plan(options);
  use_threads(plan.recipe.training.threads);
  const torch::Device device = parse_device(plan.recipe.training.device);
  const data::ImageData data = load(plan.recipe);
  const Recipe& recipe = plan.recipe;
  const Learner learner = make_learner(recipe.family, recipe.image, recipe.seed(), device);
  save_before_stopping();
  const Position start = open_run(plan, options.force, *learner.training);
  run_training(plan, data, *learner.training, start, device);
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
  add_family(*command, "vae",
             "One network compresses images to a few numbers, the other restores them");
}

}  // namespace akin::app
