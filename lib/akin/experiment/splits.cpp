#include "akin/experiment/splits.h"

#include <algorithm>
#include <vector>

#include "akin/experiment/text_splits.h"
#include "akin/families/transformer/text_model.h"

namespace akin {
namespace {

constexpr std::int64_t validation_batch_size = 250;
constexpr std::uint64_t validation_seed = 0;

}  // namespace

const data::Images& evaluation_images(const data::ImageData& data) {
  return data.test.size() > 0 ? data.test : data.validation;
}

Splits image_splits(const data::ImageData& data, const Recipe& recipe, torch::Device device) {
  const data::Images& unseen = evaluation_images(data);
  Splits splits;
  splits.train = image_batches(data.train, recipe.training.batch_size, recipe.seed(), device);
  splits.items = data.train.size();
  splits.validation = ordered_batches(unseen, validation_batch_size, device);
  splits.validation_batches = (unseen.size() + validation_batch_size - 1) / validation_batch_size;
  if (recipe.data.pixels == "binary") {
    splits.train = binarised(splits.train, recipe.seed());
    splits.validation = binarised(splits.validation, validation_seed);
  }
  return splits;
}

Splits make_splits(const Dataset& data, GenerativeModel& model, const Recipe& recipe,
                   torch::Device device) {
  if (data.images) {
    return image_splits(*data.images, recipe, device);
  }
  auto& text = dynamic_cast<TextModel&>(model);  // nothing else is made of text
  return text_splits(*data.text, recipe, text.transformer().shape().context, device);
}

Batch validation_items(const Splits& splits, const std::vector<std::int64_t>& items) {
  std::vector<torch::Tensor> data;
  std::vector<torch::Tensor> labels;
  for (const std::int64_t item : items) {
    const Batch batch = splits.validation(item / validation_batch_size);
    data.push_back(batch.data.narrow(0, item % validation_batch_size, 1));
    if (batch.labels.defined()) {
      labels.push_back(batch.labels.narrow(0, item % validation_batch_size, 1));
    }
  }
  return {torch::cat(data), labels.empty() ? torch::Tensor() : torch::cat(labels)};
}

std::optional<NegativeLogLikelihood> evaluate_nll(GenerativeModel& model, const Splits& splits,
                                                  std::int64_t batches) {
  const std::int64_t count =
      batches > 0 ? std::min(batches, splits.validation_batches) : splits.validation_batches;
  NegativeLogLikelihood total;
  for (std::int64_t i = 0; i < count; ++i) {
    const Batch batch = splits.validation(i);
    const torch::Tensor labels =
        batch.labels.defined() ? batch.labels.to(model.device()) : batch.labels;
    const auto nats = model.nll(batch.data.to(model.device()), model.conditions(labels),
                                Random(validation_seed, "exam", static_cast<std::uint64_t>(i)));
    if (!nats) {
      return std::nullopt;
    }
    total.sum += nats->sum;
    total.items += nats->items;
  }
  return total.items > 0 ? std::optional(total) : std::nullopt;
}

}  // namespace akin
