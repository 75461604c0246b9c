#include <memory>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/experiment/family.h"
#include "akin/experiment/run_folder.h"

#include "command_line/arguments.h"
#include "command_line/commands.h"
#include "command_line/common.h"

namespace akin::app {
namespace {

struct InspectOptions {
  std::string run;
  bool command = false;
  bool json = false;
};

void print_tensor(const std::string& name, const torch::Tensor& tensor) {
  fmt::print("  {:<24} {:<20} {:>10}\n", name, fmt::format("[{}]", fmt::join(tensor.sizes(), ", ")),
             tensor.numel());
}

void print_layers(const torch::nn::Module& module, const std::string& title) {
  fmt::print("\n{}: {} parameters\n", title, count_parameters(module));
  for (const auto& item : module.named_parameters()) {
    print_tensor(item.key(), item.value());
  }
}

/// The settings in which a recipe differs from its preset, budgets aside, as options.
std::string differing_options(Recipe recipe, Recipe preset) {
  Fields ours;
  describe(ours, recipe);
  Fields theirs;
  describe(theirs, preset);
  return shell_words(differing_arguments(ours, theirs, {"steps", "epochs", "minutes"}));
}

void print_command(const RunInfo& run) {
  const std::string family = run.recipe.family->name();
  const Position position = load_position(run.folder.state());
  require(position.steps != 0 || position.step != 0,
          "[--command] expected a run that was trained, got imported weights in {}",
          run.folder.path().string());
  const Preset& preset = find_preset(find_family(family), run.recipe.preset);
  fmt::print("akin train {} --preset {}{} --steps {}\n", family, preset.name,
             differing_options(run.recipe, preset.recipe), position.steps);
}

/// "name value, name value" of the settings of a section.
std::string listed(Recipe recipe, const std::string& section) {
  Fields fields;
  describe(fields, recipe);
  std::string text;
  for (const Field& field : fields) {
    if (field.section == section) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", field.name, field.text());
    }
  }
  return text;
}

std::string described(const DataSpec& data) {
  if (data.is_text()) {
    return fmt::format("{} in {} different {}", data.documents ? "texts of a line" : "one text",
                       data.tokenizer->vocabulary_size(), data.tokenizer->kind());
  }
  return fmt::format("{} classes, {}x{}{}", data.image.classes, data.image.width, data.image.height,
                     data.image.channels == 3 ? " in colour" : "");
}

const char* items_of(const DataSpec& data) {
  if (data.is_text()) {
    return data.documents ? "texts" : "blocks of text";
  }
  return "images";
}

void print_summary(const Run& run) {
  const Recipe& recipe = run.recipe;
  const auto [step, steps] = load_position(run.folder.state());
  fmt::print("run        {}\nmodel      {}, preset {}: {}\n", run.folder.path().string(),
             recipe.family->name(), recipe.preset, listed(recipe, "model"));
  const std::string data =
      recipe.data.data.empty()
          ? "not known (imported weights)"
          : fmt::format("{} (SHA-256 {:.12}...)", recipe.data.shown(), recipe.data_sha256);
  fmt::print("data       {}, {}\n", data, described(run.data));
  fmt::print("trained    {} of {} steps of {} {}, seed {}: {}\n", step, steps,
             recipe.training.batch_size, items_of(run.data), recipe.training.seed,
             listed(recipe, "learning"));
  for (const auto& half : run.model->named_children()) {
    print_layers(*half.value(), half.key());
  }
  for (const auto& own : run.model->named_parameters(/*recurse=*/false)) {
    print_tensor(own.key(), own.value());
  }
}

void inspect(const InspectOptions& options) {
  const RunFolder folder = find_run(options.run);
  if (options.json) {
    fmt::print("{}", to_json(read_run(folder).recipe));
  } else if (options.command) {
    print_command(read_run(folder));
  } else {
    print_summary(open_run(folder));
  }
}

}  // namespace

void add_inspect_command(CLI::App& app) {
  auto options = std::make_shared<InspectOptions>();
  auto* command =
      app.add_subcommand("inspect", "Show layers, tensor shapes, parameters, data and settings");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* repeat =
      command->add_flag("--command", options->command, "print the command that repeats the run");
  command->add_flag("--json", options->json, "print the settings as JSON")->excludes(repeat);
  command->callback([options] { inspect(*options); });
}

}  // namespace akin::app
