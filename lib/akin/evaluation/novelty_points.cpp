#include "akin/evaluation/novelty_points.h"

#include <algorithm>

#include "akin/base/utf8.h"
#include "akin/data/pixel_points.h"
#include "akin/evaluation/baselines.h"
#include "akin/evaluation/reference.h"
#include "akin/evaluation/text_evaluation.h"
#include "akin/experiment/splits.h"
#include "akin/metrics/text_novelty.h"
#include "akin/training/batches.h"

namespace akin {
namespace {

constexpr std::int64_t max_training = 5000;
constexpr std::int64_t max_real = 500;  // of the test images, and as many samples
constexpr std::int64_t max_components = 64;
constexpr std::uint64_t sample_seed = 1;

data::Images thinned_images(const data::Images& images, std::int64_t most) {
  return images.select(spread_indices(most, images.size()));
}

/// In principal components of the pixels of real images alone: no classifier has to be trained.
FeatureExtractor pixel_extractor(const RealImages& real) {
  FeatureExtractor extractor;
  const data::Images& some = real.test;
  extractor.image = {some.classes(), some.height(), some.width(), some.channels()};
  const numerics::Points points = data::pixel_points(some);
  extractor.pca = numerics::principal_components(points, std::min(max_components, points.cols()));
  return extractor;
}

NoveltyPoint point(const std::string& name, const ImageMetrics& metrics,
                   const ImageMetrics& held_out) {
  const double authentic = metrics.memorisation.authenticity.value_or(0);
  const double control = held_out.memorisation.authenticity.value_or(0);
  return {name, held_out.frechet_pca / std::max(metrics.frechet_pca, 1e-12),
          control > 0 ? authentic / control : 0};
}

constexpr std::int64_t known_length = 5;
constexpr std::int64_t new_length = 24;

struct Shares {
  double known = 0;
  double fresh = 0;
};

Shares shares_of(const std::vector<std::string>& texts, const data::TextData& data) {
  const auto novelty =
      metrics::text_novelty(metrics::match_lengths(texts, data::training_text(data)),
                            {.ngrams = {known_length, new_length}});
  return {1 - novelty.ngrams[0].share().value_or(1), novelty.ngrams[1].share().value_or(0)};
}

/// As many characters as in `texts`, drawn from the vocabulary.
std::vector<std::string> random_texts(const data::TextData& data,
                                      const std::vector<std::string>& texts) {
  Random random(0, "noise");
  std::vector<std::string> noise;
  for (const std::string& text : texts) {
    std::vector<tokens::Token> tokens(text.size());
    for (auto& token : tokens) {
      token = static_cast<tokens::Token>(random.below(data.tokenizer->vocabulary_size()));
    }
    noise.push_back(utf8::replace_invalid(data.tokenizer->decode(tokens)));
  }
  return noise;
}

}  // namespace

std::vector<NoveltyPoint> novelty_points(GenerativeModel& model, const data::ImageData& data) {
  RealImages real = real_images(data);
  real.training = thinned_images(real.training, max_training);
  real.test = thinned_images(real.test, max_real);
  real.control = thinned_images(real.control, max_real);
  const std::int64_t count = real.control.size();
  const data::Images copied = copies(real.training, count, sample_seed);
  const data::Images random = noise(count, real.training.image_size(), sample_seed);
  const data::Images control = real.control;
  FeatureExtractor extractor = pixel_extractor(real);
  const Reference reference(std::move(extractor), std::move(real));
  const ImageMetrics held_out = reference.compute_metrics(control);
  return {point("model", reference.compute_metrics(made_images(model.sample(count, sample_seed))),
                held_out),
          point("held-out", held_out, held_out),
          point("noise", reference.compute_metrics(random), held_out),
          point("copier", reference.compute_metrics(copied), held_out)};
}

std::vector<NoveltyPoint> novelty_points(const TextGenerator& model, const data::TextData& data) {
  const std::vector<std::string> samples =
      generate_texts(model, {.count = model.documents() ? 100 : 8, .length = 250});
  const std::vector<std::string> control = control_texts(data, samples);
  const Shares held_out = shares_of(control, data);
  const auto point = [&](const std::string& name, const Shares& shares) {
    const auto ratio = [](double value, double of) { return of > 0 ? value / of : 0; };
    return NoveltyPoint{name, ratio(shares.known, held_out.known),
                        ratio(shares.fresh, held_out.fresh)};
  };
  // What a copier repeats occurs in the training text, as a whole.
  return {point("model", shares_of(samples, data)), point("held-out", held_out),
          point("noise", shares_of(random_texts(data, control), data)), point("copier", {1, 0})};
}

}  // namespace akin
