#pragma once

#include <cstdint>

#include "akin/evaluation/reference.h"
#include "akin/experiment/recipe.h"
#include "akin/models/generative_model.h"

namespace akin::app {

/// Samples of a model, and how long they took.
struct TimedSamples {
  data::Images images;
  double seconds = 0;
};

/// `count` of them, or as many as are made in about `seconds`, but at least 1,000 of them, where
/// that is above 0.
TimedSamples make_samples(GenerativeModel& model, std::int64_t count, std::uint64_t seed,
                          double seconds = 0);

/// Whether every pixel is black or white.
bool black_and_white(const data::Images& images);

/// The real images of a run's data, beside the feature extractor of those data. `binary`: drawn
/// black and white from their grey values, by a fixed seed, as is right beside samples that have no
/// grey. Errors: data that are not those of the run, or hold no unseen images.
Reference reference_of(const Recipe& recipe, bool binary);

}  // namespace akin::app
