#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/experiment/run_folder.h"
#include "akin/families/presets.h"
#include "akin/io/settings_json.h"

#include "commands.h"
#include "common.h"
#include "settings_options.h"

namespace akin::app {
namespace {

struct InspectOptions {
  std::string run;
  bool command = false;
  bool json = false;
};

void print_layers(const torch::nn::Module& module, const std::string& title) {
  fmt::print("\n{}: {} parameters\n", title, count_parameters(module));
  for (const auto& item : module.named_parameters()) {
    fmt::print("  {:<24} {:<20} {:>10}\n", item.key(),
               fmt::format("[{}]", fmt::join(item.value().sizes(), ", ")), item.value().numel());
  }
}

/// The text as one word of a shell's command line.
std::string quoted(const std::string& text) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::strchr("_-./:,+=", c) != nullptr;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) {
    return text;
  }
  std::string word;
  for (const char c : text) {
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return "'" + word + "'";
}

/// The settings in which two JSON objects of the same layout differ, as options.
std::string differing_options(const nlohmann::ordered_json& ours,
                              const nlohmann::ordered_json& preset) {
  std::string options;
  for (const auto& [section, settings] : ours.items()) {
    if (!settings.is_object() || section == "image" || section == "text") {  // read off the data
      continue;
    }
    for (const auto& [name, value] : settings.items()) {
      const bool budget = name == "steps" || name == "epochs" || name == "minutes";
      if (value == preset[section][name] || budget) {
        continue;
      }
      const std::string option = option_name(name);
      options +=
          value.is_boolean()
              ? (value.get<bool>() ? " " : " --no-") + option.substr(value.get<bool>() ? 0 : 2)
              : fmt::format(" {} {}", option,
                            value.is_string() ? quoted(value.get<std::string>()) : value.dump());
    }
  }
  return options;
}

/// "step", how far the run is; "steps", how far it goes.
std::string progress(const RunFolder& run, const std::string& key) {
  const auto metadata = io::read_safetensors(run.state()).metadata;
  const auto found = metadata.find(key);
  require(found != metadata.end(), "[{}] expected '{}' in its metadata, got none",
          run.state().string(), key);
  return found->second;
}

void print_command(const RunFolder& run, const Recipe& recipe) {
  const auto ours = nlohmann::ordered_json::parse(to_json(recipe));
  const auto preset =
      nlohmann::ordered_json::parse(to_json(find_preset(name_of(recipe.family), recipe.preset)));
  const auto steps = progress(run, "steps");
  require(steps != "0" || progress(run, "step") != "0",
          "[--command] expected a run that was trained, got imported weights in {}",
          run.path().string());
  fmt::print("akin train {} --preset {}{} --steps {}\n", name_of(recipe.family), recipe.preset,
             differing_options(ours, preset), steps);
}

/// "name value, name value" of a section of config.json.
std::string listed(const nlohmann::ordered_json& section) {
  std::string text;
  for (const auto& [name, value] : section.items()) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name,
                        value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text;
}

std::string described(const DataSpec& data_spec) {
  if (data_spec.is_text()) {
    return fmt::format("{} in {} different {}",
                       data_spec.documents ? "texts of a line" : "one text",
                       data_spec.tokenizer->vocabulary_size(), data_spec.tokenizer->kind());
  }
  const ImageShape& image = data_spec.image;
  return fmt::format("{} classes, {}x{}", image.classes, image.width, image.height);
}

const char* items_of(const DataSpec& data_spec) {
  if (data_spec.is_text()) {
    return data_spec.documents ? "texts" : "stretches of text";
  }
  return "images";
}

void inspect(const InspectOptions& options) {
  const RunFolder run = find_run(options.run);
  const Recipe recipe = run.recipe();
  if (options.json) {
    fmt::print("{}", to_json(recipe));
    return;
  }
  if (options.command) {
    print_command(run, recipe);
    return;
  }
  const auto model = run.model();
  const std::string step = progress(run, "step");
  const std::string steps = progress(run, "steps");
  const auto settings = nlohmann::ordered_json::parse(to_json(recipe));
  fmt::print("run        {}\nmodel      {}, preset {}: {}\n", run.path().string(),
             name_of(recipe.family), recipe.preset, listed(settings["model"]));
  const DataSpec data_spec = run.data_spec(recipe);
  const std::string data =
      recipe.data.data.empty()
          ? "not known (imported weights)"
          : fmt::format("{} (SHA-256 {:.12}...)", recipe.data.data, recipe.data_sha256);
  fmt::print("data       {}, {}\n", data, described(data_spec));
  fmt::print("trained    {} of {} steps of {} {}, seed {}: {}\n", step, steps,
             recipe.training.batch_size, items_of(data_spec), recipe.training.seed,
             listed(settings["learning"]));
  for (const auto& half : model->named_children()) {
    print_layers(*half.value(), half.key());
  }
}

}  // namespace

void add_inspect_command(CLI::App& app) {
  auto options = std::make_shared<InspectOptions>();
  auto* command = app.add_subcommand(
      "inspect", "Show what a run is: layers, shapes, parameters, data, settings");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* repeat =
      command->add_flag("--command", options->command, "print the command that repeats the run");
  command->add_flag("--json", options->json, "print the settings as JSON")->excludes(repeat);
  command->callback([options] { inspect(*options); });
}

}  // namespace akin::app
