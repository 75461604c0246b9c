#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "akin/base/localized_text.h"
#include "akin/experiment/recipe.h"
#include "akin/experiment/splits.h"
#include "akin/io/safetensors.h"

namespace akin {

/// A recipe with a name.
struct Preset {
  std::string name;
  std::string description;
  Recipe recipe;
  bool reference = false;  ///< a published model, weight for weight, to exchange weights with
};

/// How `akin sample` can be told to sample from models of one family.
class SamplingSettings {
 public:
  virtual ~SamplingSettings() = default;
  virtual void describe(Fields& fields) = 0;
  /// The model, or a wrapper of it, that samples as the settings say. `training_images` loads the
  /// images that the model was trained on, for settings that need them. Errors: settings that this
  /// model does not support.
  [[nodiscard]] virtual std::shared_ptr<GenerativeModel> apply(
      std::shared_ptr<GenerativeModel> model,
      const std::function<OrderedImages()>& training_images) const = 0;
};

using RawTensors = std::map<std::string, io::RawTensor>;

/// What a file of external weights comes to.
struct ImportedWeights {
  ClonePtr<FamilySettings> family;  ///< with the settings that the tensors' shapes tell
  DataSpec data;
  RawTensors tensors;  ///< all of GenerativeModel::tensors()
};

/// A file of external weights with what the user said about it.
struct WeightFile {
  const io::Safetensors& content;
  std::string name;                                    ///< of the file, for errors
  const FamilySettings& settings;                      ///< as given on the command line
  const std::set<std::string>& given;                  ///< names of the settings that were given
  std::shared_ptr<const tokens::Tokenizer> tokenizer;  ///< of text; nullptr: not given
};

/// How weights from other programs become a model of a family.
struct WeightImport {
  std::string description;                                 ///< of `akin import NAME`
  std::function<ImportedWeights(const WeightFile&)> read;  ///< empty: no import
};

/// A model that `akin compare` trains.
struct ComparisonEntry {
  std::string name;
  LocalizedText title;
  std::vector<std::string> options{};       ///< of `akin train FAMILY`
  std::vector<std::string> grey_options{};  ///< more of them, for grey images
  std::vector<std::string> widths{};        ///< settings that make the model larger or smaller
  bool likelihood_only = false;  ///< trained for its likelihood; its samples are not compared
  bool grey_only = false;        ///< left out for colour images
};

/// Everything the commands know about a family of models.
struct Family {
  std::string name;                         ///< of commands, run folders and config.json: "gan"
  LocalizedText title;                      ///< for people: "GAN"
  std::string description;                  ///< of `akin train NAME`
  std::vector<Preset> presets;              ///< at least one; the first is the default
  std::vector<ComparisonEntry> comparison;  ///< at least one
  /// Empty: the family has no sampling options of its own.
  std::function<std::unique_ptr<SamplingSettings>()> sampling{};
  WeightImport import{};
};

/// A preset's recipe of a family, with the preset's and the family's name filled in.
Preset make_preset(const std::string& name, const std::string& description, Recipe recipe,
                   bool reference = false);

/// All families, in the order in which people see them. Defined in families/registry.cpp, the one
/// place that lists them.
const std::vector<Family>& families();

/// UsageErrors that suggest the nearest name.
const Family& find_family(const std::string& name);
const Preset& find_preset(const Family& family, const std::string& name);
/// The family's reference preset, or its default where it has none.
const Preset& reference_preset(const Family& family);

std::vector<std::string> family_names();

/// The recipe of a preset. UsageErrors as above.
Recipe preset_recipe(const std::string& family, const std::string& preset);

}  // namespace akin
