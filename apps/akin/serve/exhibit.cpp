#include "serve/exhibit.h"

#include "akin/families/gan/gan.h"
#include "akin/families/transformer/token_image_model.h"
#include "akin/families/vae/vae.h"

#include "run_data.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

Exhibit::Exhibit(std::int64_t number, const RunFolder& run)
    : number_(number),
      name_(run.path().filename().string()),
      recipe_(run.recipe()),
      model_(run.model()),
      tokenizer_(run.data_spec(recipe_).tokenizer) {
  model_->eval();
}

Exhibit::Exhibit(std::int64_t number, std::shared_ptr<LiveTraining> training)
    : number_(number), name_("live"), trains_(true), training_(std::move(training)) {
  if (training_) {
    recipe_ = training_->recipe();
    model_ = training_->model();
    data_ = training_->data();
  }
}

json Exhibit::describe() const {
  json abilities = json::array();
  if (trains_) {
    abilities.push_back("training");
  }
  if (!model_) {
    return {{"number", number_}, {"name", name_}, {"abilities", abilities}};
  }
  json about = {{"number", number_},
                {"name", name_},
                {"family", name_of(recipe_.family)},
                {"data", recipe_.data.data},
                {"classes", model_->classes()},
                {"width", recipe_.image.width},
                {"height", recipe_.image.height}};
  if (const auto* latent = dynamic_cast<const LatentModel*>(model_.get())) {
    about["latent_dim"] = latent->latent_dim();
    abilities.push_back("wall");
  }
  if (dynamic_cast<const Vae*>(model_.get()) != nullptr) {
    abilities.push_back("codes");
    if (about["latent_dim"] == 2) {
      abilities.push_back("map");
    }
  }
  if (dynamic_cast<const Gan*>(model_.get()) != nullptr) {
    abilities.push_back("votes");
  }
  if (dynamic_cast<const TokenImageModel*>(model_.get()) != nullptr) {
    abilities.push_back("completion");
  }
  if (const auto* text = dynamic_cast<const TextModel*>(model_.get())) {
    about["vocabulary"] = text->tokenizer().vocabulary_size();
    abilities.push_back("text");
  }
  if (training_) {
    about["scene"] = training_->scene();
  }
  about["abilities"] = abilities;
  return about;
}

std::shared_ptr<const TextModel> Exhibit::text() const {
  return {model_, &as<TextModel>("text")};
}

LiveTraining& Exhibit::training() const {
  if (!training_) {
    throw Refusal(409, "[training] expected a training that was started");
  }
  return *training_;
}

Tensor Exhibit::pixels(const Body& body) const {
  std::vector<std::uint8_t> bytes = body.bytes("pixels", pixel_count());
  const Tensor grey =
      torch::from_blob(bytes.data(), {1, 1, recipe_.image.height, recipe_.image.width},
                       torch::kUInt8)
          .to(torch::kFloat32)
          .div(255);  // [1, 1, h, w]
  return recipe_.data.pixels == "binary" ? grey.round() : grey;
}

Tensor Exhibit::labels(const Body& body, std::int64_t count) const {
  if (model_->classes() == 0) {
    return {};
  }
  const std::int64_t label = body.whole("label", {-1, model_->classes() - 1}, -1);
  return label < 0 ? cycling_labels(count, model_->classes())
                   : torch::full({count}, label, torch::kInt64);
}

const Dataset& Exhibit::dataset() {
  if (!data_) {
    data_ = std::make_shared<const Dataset>(training_dataset(recipe_, tokenizer_));
  }
  return *data_;
}

/// With the usual distance of unseen ones.
const data::ImageData& Exhibit::images() {
  if (!model_ || recipe_.image.height == 0) {
    throw Refusal(400, fmt::format("[exhibit] expected a model of images, got {}", name_));
  }
  const data::ImageData& images = dataset().images.value();
  if (!usual_distance_) {
    usual_distance_ = evaluation_distance(images);
  }
  return images;
}

}  // namespace akin::app
