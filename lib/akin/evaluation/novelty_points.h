#pragma once

#include <string>
#include <vector>

#include "akin/data/image_data.h"
#include "akin/data/text_data.h"
#include "akin/models/generative_model.h"

namespace akin {

/// How similar to the data, and how new, a set of samples is. Both are relative to real data that
/// the model was not trained on, which have 1 and 1.
struct NoveltyPoint {
  std::string name;  ///< "model", "held-out", "noise" or "copier"
  double similar = 0;
  double new_ = 0;
};

/// A quick look, of few samples: the model beside held-out data, uniform noise, and a copier, which
/// repeats training data.
/// Images: similar is the ratio of the Frechet distances of held-out images and of the samples to
/// test images, in principal components of the pixels; new is the ratio of their authenticity
/// (metrics::authenticity()). Errors: those of Reference.
std::vector<NoveltyPoint> novelty_points(GenerativeModel& model, const data::ImageData& data);

/// Text: similar is the share of character 5-grams that occur in the training text, new that of
/// 24-grams that do not. Error: no validation text.
std::vector<NoveltyPoint> novelty_points(const TextGenerator& model, const data::TextData& data);

}  // namespace akin
