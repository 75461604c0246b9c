#include "serve/model_view.h"

#include "akin/base/require.h"

#include "runs/run_data.h"
#include "serve/roles.h"
#include "serve/tensor_json.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

/// Steps that a run has done; 0 of one without a state that can be read, as of imported weights.
std::int64_t steps_of(const RunFolder& run) {
  try {
    return std::filesystem::exists(run.state()) ? load_position(run.state()).step : 0;
  } catch (const Error&) {
    return 0;  // it is shown all the same
  }
}

}  // namespace

ModelView::ModelView(std::int64_t index, const RunFolder& folder, Datasets& datasets)
    : index_(index), name_(folder.path().filename().string()), datasets_(&datasets) {
  Run run = open_run(folder);
  recipe_ = std::move(run.recipe);
  model_ = std::move(run.model);
  can_ = model_->capabilities();
  tokenizer_ = run.data.tokenizer;
  folder_ = folder;
  role_ = role_of(name_, recipe_);
  steps_ = steps_of(folder);
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
  return image_tensor(bytes);
}

Tensor ModelView::image_list(const RequestBody& body) const {
  std::vector<std::uint8_t> bytes = body.byte_list("images", pixel_count(), max_images);
  return image_tensor(bytes);
}

Tensor ModelView::image_tensor(std::vector<std::uint8_t>& bytes) const {
  const ImageShape& image = recipe_.image;
  const std::int64_t count = std::ssize(bytes) / pixel_count();
  const Tensor values =
      torch::from_blob(bytes.data(), {count, image.channels, image.height, image.width},
                       torch::kUInt8)
          .to(torch::kFloat32)
          .div(255);  // [n, c, h, w]
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
    require(datasets_ != nullptr, "[model] expected data, got none");
    preload();
    data_ = datasets_->get(recipe_, tokenizer_);
  }
  return *data_;
}

void ModelView::preload() const {
  if (datasets_ != nullptr) {
    const auto data = datasets_->get(recipe_, tokenizer_);
    text_examples_ = data->text ? examples_in(*data->text) : 0;
  }
}

const data::TextData& ModelView::text_data() {
  (void)need(can_.text, "text");
  return dataset().text.value();
}

const data::ImageData& ModelView::images() {
  if (!model_ || recipe_.image.height == 0) {
    throw HttpError(400, fmt::format("[model] expected a model of images, got {}", name_));
  }
  return dataset().images.value();
}

}  // namespace akin::app
