#include "serve/datasets.h"

#include "runs/run_data.h"

namespace akin::app {
namespace {

/// What data depend on.
std::string key_of(Recipe recipe, const tokens::Tokenizer* tokenizer) {
  Fields fields;
  describe(fields, recipe);
  std::string key;
  for (const Field& field : fields) {
    const bool of_data = field.section == "data" && field.name != "pixels";
    const bool decides =
        of_data || field.name == "documents" || (field.name == "seed" && !recipe.data.skew.empty());
    key += decides ? field.name + "=" + field.text() + ";" : "";
  }
  return key + (tokenizer == nullptr ? "" : tokenizer->to_json().dump());
}

}  // namespace

std::shared_ptr<const Dataset> Datasets::get(
    const Recipe& recipe, const std::shared_ptr<const tokens::Tokenizer>& tokenizer) {
  const std::string key = key_of(recipe, tokenizer.get());
  const std::lock_guard lock(mutex_);
  auto& found = loaded_[key];
  if (!found) {
    found = std::make_shared<const Dataset>(training_dataset(recipe, tokenizer));
  }
  return found;
}

}  // namespace akin::app
