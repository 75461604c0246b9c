#pragma once

#include <optional>

#include "akin/data/image_data.h"
#include "akin/experiment/dataset.h"
#include "akin/experiment/recipe.h"
#include "akin/models/generative_model.h"
#include "akin/training/batches.h"

namespace akin {

/// What a model is trained and validated on.
struct Splits {
  Batches train;           ///< a batch for every step
  std::int64_t items = 0;  ///< of one epoch
  Batches validation;      ///< batches 0 to validation_batches - 1 of data not trained on
  std::int64_t validation_batches = 0;  ///< 0: there are no such data
  std::string unit = "image";           ///< what validation means are taken over
};

/// Trains on the training images and validates on the test split, or on the hold-out where there is
/// no test split. Binary pixels of the validation batches are one fixed draw. UsageError: binary
/// pixels of colour images.
Splits image_splits(const data::ImageData& data, const Recipe& recipe, torch::Device device);

/// Splits of images or of text; `context` of the model is the length of a block of text.
Splits make_splits(const Dataset& data, GenerativeModel& model, const Recipe& recipe,
                   torch::Device device);

/// The images that are validated on: the test split, or the hold-out where there is none.
const data::Images& evaluation_images(const data::ImageData& data);

/// Images of the validation batches by their numbers, with the pixels they have there.
Batch validation_items(const Splits& splits, const std::vector<std::int64_t>& items);

/// Images in a fixed order, in batches 0 to `count` - 1, on the CPU.
struct OrderedImages {
  Batches batches;
  std::int64_t count = 0;
};

/// Up to `most` of the training images, at equal distances, with the pixels a model is trained on.
OrderedImages ordered_training_images(const data::ImageData& data, const Recipe& recipe,
                                      std::int64_t most);

/// `count` indices below `size`, or all of them where it has fewer, at equal distances.
std::vector<std::int64_t> spread_indices(std::int64_t count, std::int64_t size);

/// The model's negative log-likelihood over the first `batches` validation batches (0: all), on the
/// model's device. Nothing without validation data or for a model without a likelihood.
std::optional<NegativeLogLikelihood> evaluate_nll(GenerativeModel& model, const Splits& splits,
                                                  std::int64_t batches = 0);

}  // namespace akin
