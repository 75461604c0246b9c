#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/experiment/run_folder.h"
#include "akin/import/external_weights.h"
#include "akin/io/file.h"
#include "akin/io/json.h"
#include "akin/io/sharded_safetensors.h"
#include "akin/training/checkpoint.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/options.h"

namespace akin::app {
namespace {

struct ImportOptions {
  std::string family;
  std::string file;
  std::string tokenizer_file;
  std::string data;
  std::string out;
  bool force = false;
  Given given;
};

std::shared_ptr<const tokens::Tokenizer> read_tokenizer(const std::string& path) {
  return path.empty() ? nullptr
                      : tokens::tokenizer_from_json(io::read_text(path, io::longest_json), path);
}

/// Notes the data that the weights were trained on, if the user named them.
void note_named_data(Recipe& recipe, const std::string& name, const DataSpec& told) {
  recipe.data.data.clear();
  if (name.empty()) {
    return;
  }
  recipe.data.data = {name};
  const Dataset data = load_dataset(recipe, loading_progress(), told.tokenizer);
  const ImageShape image = data.data_spec().image;
  require<UsageError>(
      image.height == told.image.height && image.width == told.image.width &&
          (told.image.classes == 0 || told.image.classes == image.classes),
      "[--data] expected {}x{} images in {} classes, as the weights have, got {}x{} in {} in '{}'",
      told.image.width, told.image.height, told.image.classes, image.width, image.height,
      image.classes, name);
  note_data(recipe, data);
}

/// Writes a run at step 0, which sampling, reconstruction and --resume treat like any other.
void write_imported(const ClaimedRun& run, const Recipe& recipe, const ImportedWeights& imported) {
  const ModelAndTraining built =
      recipe.family->make_training(imported.data, recipe.seed(), torch::kCPU);
  const io::Safetensors weights = {imported.tensors, {}};
  nn::copy_into(built.model->tensors(), weights, "import");
  nn::copy_into(built.training->weights(), weights, "import");  // its averages
  clear_run(run);
  write_run(run, recipe, imported.data, *built.training, {});
}

std::vector<std::filesystem::path> inputs(const ImportOptions& options) {
  return {options.file, options.tokenizer_file, data::path_of(options.data)};
}

/// "gpt" of "weights/gpt/", "gpt.safetensors" of "weights/gpt.safetensors".
std::string name_of(const std::filesystem::path& path) {
  return (path / "").parent_path().filename().string();
}

void import(const ImportOptions& options) {
  const Family& family = find_family(options.family);
  Recipe recipe = reference_preset(family).recipe;
  Fields fields;
  recipe.family->describe(fields);
  fields.set(options.given);
  std::set<std::string> given;
  for (const auto& [name, text] : options.given) {
    given.insert(name);
  }
  std::optional<ClaimedRun> claimed;
  if (!options.out.empty()) {
    claimed = claim_new_run(options.out, options.force, inputs(options));
  }
  const io::Safetensors content = io::read_weights(options.file);
  const ImportedWeights imported =
      import_weights(family, {content, name_of(options.file), *recipe.family, given,
                              read_tokenizer(options.tokenizer_file)});
  recipe.family = imported.family;
  recipe.image = imported.data.image;
  recipe.documents = imported.data.documents;
  note_named_data(recipe, options.data, imported.data);
  write_imported(claimed ? *claimed : claimed.emplace(claim_new_run(recipe)), recipe, imported);
  fmt::print("{}\n", claimed->folder.path().string());
}

void add_family(CLI::App& import_app, const Family& family) {
  auto options = std::make_shared<ImportOptions>();
  options->family = family.name;
  auto* command = import_app.add_subcommand(family.name, family.import.description);
  command
      ->add_option(
          "file", options->file,
          "safetensors file with the weights, the index.json of several, or a folder of them")
      ->required()
      ->type_name("FILE");
  command->add_option("--out", options->out, "folder of the run")
      ->default_str("runs/" + family.name + "-DATA-N")
      ->type_name("RUN");
  command->add_flag("--force", options->force, "replace the run in --out");
  command
      ->add_option("--data", options->data,
                   "what it was trained on, to compare with and to continue training")
      ->type_name("DATA");
  command
      ->add_option("--tokenizer-file", options->tokenizer_file,
                   "vocabulary of a transformer, a tokenizer.json as runs have it")
      ->type_name("FILE");
  Recipe defaults = reference_preset(family).recipe;
  Fields fields;
  defaults.family->describe(fields);
  add_options(*command, fields, options->given);
  command->callback([options] { import(*options); });
}

}  // namespace

void add_import_command(CLI::App& app) {
  auto* command = app.add_subcommand("import", "Make a run of weights from PyTorch");
  command->require_subcommand(1);
  for (const Family& family : families()) {
    if (family.import.read) {
      add_family(*command, family);
    }
  }
}

}  // namespace akin::app
