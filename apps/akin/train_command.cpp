#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/training/gan_training.h"
#include "akin/training/run_folder.h"

#include "commands.h"
#include "common.h"
#include "nearest_images.h"
#include "settings_options.h"
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

/// The budgets exclude each other: one that is given puts the preset's aside.
void choose_budget(TrainingSettings& training, const Given& given) {
  int count = 0;
  for (const char* name : {"steps", "epochs", "minutes"}) {
    count += given.contains(name) ? 1 : 0;
  }
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
    given.merge(read_toml(options.config, known));  // what stands on the command line wins
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

Recipe resumed_recipe(const RunFolder& run, const TrainOptions& options, const Given& given) {
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
  if (start.steps > 0 && !new_budget) {
    fit.steps = start.steps;
  } else if (training.epochs > 0) {
    fit.steps = static_cast<std::int64_t>(std::ceil(training.epochs * static_cast<double>(images) /
                                                    static_cast<double>(training.batch_size)));
  } else {
    fit.steps = training.steps;
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

void report_classes(Gan& model, const data::ImageData& data) {
  if (data.train.classes() == 0) {
    return;
  }
  constexpr std::int64_t count = 1000;
  const auto nearest = nearest_training_images(image_bytes(model.sample(count, 1)), data.train);
  std::vector<std::int64_t> seen(static_cast<std::size_t>(data.train.classes()));
  for (const auto i : nearest.index) {
    ++seen[static_cast<std::size_t>(data.train.label(i))];
  }
  std::string shares;
  for (std::size_t c = 0; c < seen.size(); ++c) {
    shares += fmt::format(" {}:{}", data.train.class_names()[c], seen[c]);
  }
  fmt::print("classes    {} of {} among {} samples (class of the nearest training image):{}\n",
             std::count_if(seen.begin(), seen.end(), [](auto n) { return n > 0; }), seen.size(),
             count, shares);
}

void report(const RunFolder& run, const Recipe& recipe, const data::ImageData& data,
            std::int64_t step, double seconds) {
  const std::string path = run.path().string();
  fmt::print("trained    {} steps in {}\n", step, clock_text(seconds));
  report_classes(*run.model(), data);
  fmt::print("model      {}\nsamples    {}\nfilm       {}\n", run.weights().string(),
             run.sample(step).string(), run.animation().string());
  fmt::print(
      "\nnext\n  akin sample {0} --nearest            each sample beside the training image "
      "nearest to it\n"
      "  akin sample {0} --interpolate        a walk through latent space, as a film\n",
      path);
  if (recipe.model.conditional) {
    fmt::print("  akin sample {} --label {}            one class\n", path,
               data.train.class_names().front());
  } else {
    fmt::print("  akin train gan --resume {} --steps {}   go on training\n", path, 2 * step);
  }
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

  Position start;
  if (resuming) {
    if (std::filesystem::exists(run.state())) {
      start = load_state(run.state(), training);
    }
    io::cut_json_lines(run.metrics(), start.step);
  } else {
    run =
        create_run(options.out.empty() ? new_run_path(recipe) : std::filesystem::path(options.out),
                   options.force);
  }
  io::write_atomically(run.config(), to_json(recipe));

  const bool new_budget =
      given.contains("steps") || given.contains("epochs") || given.contains("minutes");
  const double seconds_spent = seconds_in(run.metrics());
  const FitOptions fit_plan =
      fit_options(recipe.training, start, seconds_spent, new_budget, data.train.size());
  if (fit_plan.steps > 0 && start.step >= fit_plan.steps) {
    spdlog::info("{} has done its {} steps; give a larger --steps to go on", run.path().string(),
                 start.step);
    return;
  }
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
  report(run, recipe, data, step, session.seconds());
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
