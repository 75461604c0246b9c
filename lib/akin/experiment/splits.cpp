#include "akin/experiment/splits.h"

#include <algorithm>
#include <vector>

#include "akin/base/require.h"
#include "akin/experiment/text_splits.h"

namespace akin {
namespace {

constexpr std::int64_t validation_batch_size = 250;
constexpr std::uint64_t validation_seed = 0;

}  // namespace

const data::Images& evaluation_images(const data::ImageData& data) {
  return data.test.size() > 0 ? data.test : data.validation;
}

Splits image_splits(const data::ImageData& data, const Recipe& recipe, torch::Device device) {
  const data::Images& validation = evaluation_images(data);
  Splits splits;
  splits.train = image_batches(data.train, recipe.training.batch_size, recipe.seed(), device);
  splits.items = data.train.size();
  splits.validation = ordered_batches(validation, validation_batch_size, device);
  splits.validation_batches =
      (validation.size() + validation_batch_size - 1) / validation_batch_size;
  if (recipe.data.pixels == "binary") {
    require<UsageError>(data.train.channels() == 1,
                        "[--pixels] expected grey images for binary pixels, got colour; leave out "
                        "--pixels binary");
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
  return text_splits(*data.text, recipe, model.capabilities().text->context(), device);
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

OrderedImages ordered_training_images(const data::ImageData& data, const Recipe& recipe,
                                      std::int64_t most) {
  data::ImageData spread = data;
  spread.test = data.train.select(spread_indices(most, data.train.size()));
  Splits splits = image_splits(spread, recipe, torch::kCPU);
  return {std::move(splits.validation), splits.validation_batches};
}

std::vector<std::int64_t> spread_indices(std::int64_t count, std::int64_t size) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(std::min(count, size)));
  for (std::size_t i = 0; i < indices.size(); ++i) {
    indices[i] = static_cast<std::int64_t>(i) * size / static_cast<std::int64_t>(indices.size());
  }
  return indices;
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
    const auto nats =
        model.nll(batch.data.to(model.device()), model.conditions(labels),
                  Random(validation_seed, "validation", static_cast<std::uint64_t>(i)));
    if (!nats) {
      return std::nullopt;
    }
    total.sum += nats->sum;
    total.items += nats->items;
  }
  return total.items > 0 ? std::optional(total) : std::nullopt;
}

}  // namespace akin
