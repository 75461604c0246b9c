#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "akin/experiment/run_folder.h"
#include "akin/experiment/splits.h"

namespace akin::app {

/// The data that a run was trained on; `tokenizer`: the run's own, for text. Error: they have other
/// bytes now.
Dataset training_dataset(const Recipe& recipe,
                         std::shared_ptr<const tokens::Tokenizer> tokenizer = nullptr);
/// The same for images.
data::ImageData training_data(const Recipe& recipe);

/// Up to 10,000 training images, at equal distances, with the pixels that the run was trained on.
OrderedImages training_images(const Recipe& recipe);

/// The median distance of 256 images not used for training to the training images nearest to them:
/// the reference for every other distance. Nothing where there are no such images.
std::optional<double> evaluation_distance(const data::ImageData& data);

/// Images that a run's model was not trained on, with the pixels it is validated on.
struct EvaluationImages {
  data::Images images;
  Splits splits;

  /// `count` of them in an order drawn from `seed`; only those of class `label` where it is not -1.
  /// Error: there are none of that class.
  [[nodiscard]] Batch pick(std::int64_t count, std::uint64_t seed, std::int64_t label = -1) const;
};

/// Error: the run has none.
EvaluationImages evaluation_images_of(const Recipe& recipe);

/// What a run is used from, which no output may replace: its own files and its data.
std::vector<std::filesystem::path> inputs_of(const RunInfo& run);

/// The names of a run's classes; their numbers where the data have no names for them.
std::vector<std::string> class_names_of(const Recipe& recipe);
/// A class from its name or number. UsageError: neither.
std::int64_t find_label(const std::string& text, const Recipe& recipe);

}  // namespace akin::app
