#include "runs/run_data.h"

#include <algorithm>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/data/class_names.h"
#include "akin/data/pixel_points.h"
#include "akin/numerics/median.h"

#include "command_line/common.h"

namespace akin::app {

Dataset training_dataset(const Recipe& recipe, std::shared_ptr<const tokens::Tokenizer> tokenizer) {
  Dataset data = load_dataset(recipe, loading_progress(), std::move(tokenizer));
  require(data.sha256() == recipe.data_sha256,
          "[data] expected those the run was trained on, got other bytes in '{}'",
          recipe.data.shown());
  return data;
}

data::ImageData training_data(const Recipe& recipe) {
  return training_dataset(recipe).images.value();
}

OrderedImages training_images(const Recipe& recipe) {
  constexpr std::int64_t most = 10000;
  return ordered_training_images(training_data(recipe), recipe, most);
}

std::optional<double> evaluation_distance(const data::ImageData& data) {
  const auto& others = data.validation.size() > 0 ? data.validation : data.test;
  if (others.size() == 0) {
    return std::nullopt;
  }
  const data::Images some = others.select(spread_indices(256, others.size()));
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
  require(!picked.empty(), "[--label] expected validation images of class {}, got none", label);
  return validation_items(splits, picked);
}

EvaluationImages evaluation_images_of(const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  EvaluationImages found{evaluation_images(data), image_splits(data, recipe, torch::kCPU)};
  require(found.splits.validation_batches > 0,
          "[data] expected images not used for training, got none; train with --holdout above 0");
  return found;
}

std::vector<std::filesystem::path> inputs_of(const RunInfo& run) {
  std::vector<std::filesystem::path> paths = run.folder.all();
  const auto data = run.recipe.data.paths();
  paths.insert(paths.end(), data.begin(), data.end());
  return paths;
}

std::vector<std::string> class_names_of(const Recipe& recipe) {
  std::vector<std::string> names = recipe.class_names;
  for (std::int64_t i = std::ssize(names); i < recipe.image.classes; ++i) {
    names.push_back(std::to_string(i));
  }
  return names;
}

std::int64_t find_label(const std::string& text, const Recipe& recipe) {
  return data::find_class("--label", text, class_names_of(recipe));
}

}  // namespace akin::app
