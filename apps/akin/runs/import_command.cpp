#include <filesystem>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/experiment/dataset.h"
#include "akin/experiment/run_folder.h"
#include "akin/families/import.h"
#include "akin/families/presets.h"
#include "akin/io/file.h"
#include "akin/training/checkpoint.h"

#include "commands.h"
#include "common.h"
#include "settings_options.h"

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
  constexpr std::size_t most_bytes = std::size_t{64} << 20U;
  return path.empty() ? nullptr
                      : tokens::tokenizer_from_json(io::read_text(path, most_bytes), path);
}

/// The data that the weights were made from, where somebody says which.
void note_named_data(Recipe& recipe, const std::string& name, const DataSpec& data_spec) {
  recipe.data.data = name;
  if (name.empty()) {
    return;
  }
  const Dataset data = load_dataset(recipe, download_progress(), data_spec.tokenizer);
  recipe.data_sha256 = data.sha256();
  const ImageShape image = data.data_spec().image;
  const ImageShape& told = data_spec.image;
  require<UsageError>(image.height == told.height && image.width == told.width &&
                          (told.classes == 0 || told.classes == image.classes),
                      "[--data] expected {}x{} images in {} classes, as the weights have, got "
                      "{}x{} in {} in '{}'",
                      told.width, told.height, told.classes, image.width, image.height,
                      image.classes, name);
  recipe.image = image;
}

/// A run as if it had just been trained, which sampling, reconstruction and --resume take as any.
void write_run(const RunFolder& run, const Recipe& recipe, const DataSpec& data_spec,
               const RawTensors& tensors) {
  const ModelAndTraining learner =
      make_training(recipe.family, data_spec, recipe.seed(), torch::kCPU);
  const io::Safetensors weights = {tensors, {}};
  nn::copy_into(learner.model->tensors(), weights, "import");
  nn::copy_into(learner.training->weights(), weights, "import");  // its averages
  write_description(run, recipe, data_spec);
  save_state(run.state(), *learner.training, {});
  save_weights(run.weights(), learner.training->weights());
}

void import(const ImportOptions& options) {
  Recipe recipe = reference_recipe(options.family);
  GivenApplier applier(options.given);
  visit(applier, recipe.family);
  std::set<std::string> given;
  for (const auto& [name, text] : options.given) {
    given.insert(name);
  }
  const std::string name = std::filesystem::path(options.file).filename().string();
  const auto [family, data_spec, tensors] =
      import_weights(recipe.family, given, read_tokenizer(options.tokenizer_file),
                     io::read_safetensors(options.file), name);
  recipe.family = family;
  recipe.image = data_spec.image;
  recipe.documents = data_spec.documents;
  note_named_data(recipe, options.data, data_spec);
  const auto path = options.out.empty() ? new_run_path(recipe) : std::filesystem::path(options.out);
  const RunFolder run = create_run(path, options.force);
  write_run(run, recipe, data_spec, tensors);
  fmt::print("{}\n", run.path().string());
}

void add_imported_family(CLI::App& import_app, const std::string& family,
                         const std::string& description) {
  auto options = std::make_shared<ImportOptions>();
  options->family = family;
  auto* command = import_app.add_subcommand(family, description);
  command->add_option("file", options->file, "safetensors file with the weights")
      ->required()
      ->type_name("FILE");
  command->add_option("--out", options->out, "folder of the run")
      ->default_str("runs/" + family + "-DATA-N")
      ->type_name("RUN");
  command->add_flag("--force", options->force, "replace the run in --out");
  command
      ->add_option("--data", options->data,
                   "what it was trained on, for all that compares with it, and to go on training")
      ->type_name("DATA");
  command
      ->add_option("--tokenizer-file", options->tokenizer_file,
                   "vocabulary of a transformer, a tokenizer.json as runs have it")
      ->type_name("FILE");
  OptionMaker maker(*command, options->given);
  Family shown = reference_recipe(family).family;
  visit(maker, shown);
  command->callback([options] { import(*options); });
}

}  // namespace

void add_import_command(CLI::App& app) {
  auto* command = app.add_subcommand("import", "Make a run of weights from PyTorch");
  command->require_subcommand(1);
  add_imported_family(*command, "gan", "A DCGAN of PyTorch's C++ examples");
  add_imported_family(*command, "vae", "The VAE of PyTorch's examples");
  add_imported_family(*command, "transformer", "A nanoGPT without biases");
}

}  // namespace akin::app
