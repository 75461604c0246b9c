#include "run_data.h"

#include <algorithm>
#include <charconv>

#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/numerics/median.h"

#include "common.h"

namespace akin::app {

Dataset training_dataset(const Recipe& recipe, std::shared_ptr<const tokens::Tokenizer> tokenizer) {
  Dataset data = load_dataset(recipe, download_progress(), std::move(tokenizer));
  require(data.sha256() == recipe.data_sha256,
          "[data] expected those the run was trained on, got other bytes in '{}'",
          recipe.data.data);
  return data;
}

data::ImageData training_data(const Recipe& recipe) {
  return training_dataset(recipe).images.value();
}

std::optional<double> evaluation_distance(const data::ImageData& data) {
  const auto& unseen = data.validation.size() > 0 ? data.validation : data.test;
  if (unseen.size() == 0) {
    return std::nullopt;
  }
  const data::Images some = unseen.select(spread_indices(256, unseen.size()));
  return numerics::median(data::nearest_images(some, data.train).distance);
}

Batch EvaluationImages::pick(std::int64_t count, std::uint64_t seed, std::int64_t label) const {
  const Permutation order(images.size(), Random(seed, "pick").bits());
  std::vector<std::int64_t> picked;
  for (std::int64_t i = 0; i < images.size() && std::ssize(picked) < count; ++i) {
    if (label < 0 || images.label(order(i)) == label) {
      picked.push_back(order(i));
    }
  }
  require(!picked.empty(), "[--label] expected unseen images of class {}, got none", label);
  return validation_items(splits, picked);
}

EvaluationImages evaluation_images_of(const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  EvaluationImages unseen{evaluation_images(data), image_splits(data, recipe, torch::kCPU)};
  require(unseen.splits.validation_batches > 0,
          "[data] expected images that the model never saw, got none; train with --holdout above "
          "0");
  return unseen;
}

std::int64_t find_label(const std::string& text, std::int64_t classes) {
  std::int64_t label = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), label);
  require<UsageError>(
      error == std::errc() && end == text.data() + text.size() && label >= 0 && label < classes,
      "[--label] expected a class from 0 to {}, got '{}'", classes - 1, text);
  return label;
}

std::vector<std::int64_t> spread_indices(std::int64_t count, std::int64_t size) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(std::min(count, size)));
  for (std::size_t i = 0; i < indices.size(); ++i) {
    indices[i] = static_cast<std::int64_t>(i) * size / static_cast<std::int64_t>(indices.size());
  }
  return indices;
}

}  // namespace akin::app
