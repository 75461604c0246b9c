#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "akin/experiment/dataset.h"
#include "akin/experiment/recipe.h"
#include "akin/experiment/splits.h"

namespace akin::app {

/// The data a run was trained on; `tokenizer`: the run's own, for text. Error: they have other
/// bytes now.
Dataset training_dataset(const Recipe& recipe,
                         std::shared_ptr<const tokens::Tokenizer> tokenizer = nullptr);
/// Where they are images.
data::ImageData training_data(const Recipe& recipe);

/// How far images that the model never saw are from the training images nearest to them, at the
/// median of 256: without it no distance means anything. None where there are no such images.
std::optional<double> evaluation_distance(const data::ImageData& data);

/// Images that a run's model never learned from, with the pixels it is examined on.
struct EvaluationImages {
  data::Images images;
  Splits splits;

  /// `count` of them in an order drawn from `seed`, only those of class `label` where it is not -1.
  /// Error: there are none of that class.
  [[nodiscard]] Batch pick(std::int64_t count, std::uint64_t seed, std::int64_t label = -1) const;
};

/// Error: the run has none.
EvaluationImages evaluation_images_of(const Recipe& recipe);

/// A class from its number. UsageError: not one of `classes`.
std::int64_t find_label(const std::string& text, std::int64_t classes);

/// `count` indices below `size`, all where it has fewer, at equal distances.
std::vector<std::int64_t> spread_indices(std::int64_t count, std::int64_t size);

}  // namespace akin::app
