#pragma once

#include <optional>

#include "akin/data/image_data.h"
#include "akin/experiment/dataset.h"
#include "akin/experiment/recipe.h"
#include "akin/models/generative_model.h"
#include "akin/training/batches.h"

namespace akin {

/// What a model learns from and what it is examined on.
struct Splits {
  Batches train;           ///< a batch for every step
  std::int64_t items = 0;  ///< of one epoch
  Batches validation;  ///< batches 0 to validation_batches - 1 of data that it never learns from
  std::int64_t validation_batches = 0;  ///< 0: there are no such data
  std::string unit = "image";           ///< what the exam's mean is taken over
};

/// Lessons are the training images; the exam is the official test part, else what was held out.
/// Binary pixels of the exam are one fixed draw.
Splits image_splits(const data::ImageData& data, const Recipe& recipe, torch::Device device);

/// That of images or of text; `model` says how long a stretch of text is.
Splits make_splits(const Dataset& data, GenerativeModel& model, const Recipe& recipe,
                   torch::Device device);

/// The images of the exam, in its order: the official test part, else what was held out.
const data::Images& evaluation_images(const data::ImageData& data);

/// Items of an image exam by their numbers, with the pixels that the exam has.
Batch validation_items(const Splits& splits, const std::vector<std::int64_t>& items);

/// On the model's device: its score in the first `batches` of the exam (0: all of it); nothing
/// where there is no exam, or where the model has no likelihood.
std::optional<NegativeLogLikelihood> evaluate_nll(GenerativeModel& model, const Splits& splits,
                                                  std::int64_t batches = 0);

}  // namespace akin
