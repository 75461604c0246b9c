#include "command_line/common.h"
#include "runs/run_data.h"
#include "serve/model_view.h"
#include "serve/roles.h"

namespace akin::app {

using nlohmann::json;

json ModelView::describe() const {
  json capabilities = json::array();
  if (is_training_slot_) {
    capabilities.push_back("training");
  }
  if (!model_) {
    return {{"index", index_}, {"name", name_}, {"capabilities", capabilities}};
  }
  const DataParts& parts = recipe_.parts;
  json about = {
      {"index", index_},
      {"name", name_},
      {"family", recipe_.family->name()},
      {"data", recipe_.data.data},
      {"classes", model_->classes()},
      {"width", recipe_.image.width},
      {"height", recipe_.image.height},
      {"channels", recipe_.image.channels},
      {"role", role_},
      {"language", text_language(recipe_)},
      {"examples", examples()},
      {"steps", steps()},
      {"items_seen", steps() * recipe_.training.batch_size},
      {"class_names", class_names_of(recipe_)},
      {"parts", {{"train", parts.train}, {"validation", parts.validation}, {"test", parts.test}}},
      {"parameters", count_parameters(*model_)}};
  if (can_.latents != nullptr) {
    about["latent_dim"] = can_.latents->latent_dim();
    capabilities.push_back("samples");
  }
  if (can_.autoencoder != nullptr) {
    capabilities.push_back("reconstruction");
    if (can_.autoencoder->latent_dim() == 2) {
      capabilities.push_back("latent_map");
    }
  }
  if (can_.discriminator != nullptr) {
    capabilities.push_back("vote");
  }
  if (can_.completer != nullptr) {
    capabilities.push_back("completion");
  }
  if (can_.text != nullptr) {
    about["vocabulary_size"] = can_.text->tokenizer().vocabulary_size();
    capabilities.push_back("text");
  }
  if (training_) {
    about["scenario"] = training_->scenario();
  }
  about["capabilities"] = capabilities;
  return about;
}

std::int64_t ModelView::steps() const {
  return training_ ? training_->step() : steps_;
}

json ModelView::examples() const {
  if (recipe_.parts.train > 0) {
    return recipe_.parts.train;
  }
  const std::int64_t of_text = text_examples_;
  return of_text > 0 ? json(of_text) : json();
}

}  // namespace akin::app
