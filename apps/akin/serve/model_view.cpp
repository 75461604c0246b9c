#include "serve/model_view.h"

#include "runs/run_data.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

ModelView::ModelView(std::int64_t index, const RunFolder& folder)
    : index_(index), name_(folder.path().filename().string()) {
  Run run = open_run(folder);
  recipe_ = std::move(run.recipe);
  model_ = std::move(run.model);
  can_ = model_->capabilities();
  tokenizer_ = run.data.tokenizer;
}

ModelView::ModelView(std::int64_t index, std::shared_ptr<LiveTraining> training)
    : index_(index), name_("live"), is_training_slot_(true), training_(std::move(training)) {
  if (training_) {
    recipe_ = training_->recipe();
    model_ = training_->model();
    can_ = model_->capabilities();
    data_ = training_->data();
  }
}

json ModelView::describe() const {
  json capabilities = json::array();
  if (is_training_slot_) {
    capabilities.push_back("training");
  }
  if (!model_) {
    return {{"index", index_}, {"name", name_}, {"capabilities", capabilities}};
  }
  json about = {{"index", index_},
                {"name", name_},
                {"family", recipe_.family->name()},
                {"data", recipe_.data.shown()},
                {"classes", model_->classes()},
                {"width", recipe_.image.width},
                {"height", recipe_.image.height},
                {"channels", recipe_.image.channels}};
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

std::shared_ptr<const TextGenerator> ModelView::text() const {
  return {model_, &need(can_.text, "text")};
}

LiveTraining& ModelView::training() const {
  if (!training_) {
    throw HttpError(409, "[training] expected a training to be started first");
  }
  return *training_;
}

Tensor ModelView::pixels(const RequestBody& body) const {
  std::vector<std::uint8_t> bytes = body.bytes("pixels", pixel_count());
  const Tensor values =
      torch::from_blob(bytes.data(),
                       {1, recipe_.image.channels, recipe_.image.height, recipe_.image.width},
                       torch::kUInt8)
          .to(torch::kFloat32)
          .div(255);  // [1, c, h, w]
  return recipe_.data.pixels == "binary" ? values.round() : values;
}

Tensor ModelView::labels(const RequestBody& body, std::int64_t count) const {
  if (model_->classes() == 0) {
    return {};
  }
  const std::int64_t label = body.integer("label", {-1, model_->classes() - 1}, -1);
  return label < 0 ? cycling_labels(count, model_->classes())
                   : torch::full({count}, label, torch::kInt64);
}

const Dataset& ModelView::dataset() {
  if (!data_) {
    data_ = std::make_shared<const Dataset>(training_dataset(recipe_, tokenizer_));
  }
  return *data_;
}

/// Also computes the typical distance, once.
const data::ImageData& ModelView::images() {
  if (!model_ || recipe_.image.height == 0) {
    throw HttpError(400, fmt::format("[model] expected a model of images, got {}", name_));
  }
  const data::ImageData& images = dataset().images.value();
  if (!typical_distance_) {
    typical_distance_ = evaluation_distance(images);
  }
  return images;
}

}  // namespace akin::app
