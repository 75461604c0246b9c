#include "akin/evaluation/feature_extractor.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/evaluation/classifier_training.h"
#include "akin/experiment/splits.h"
#include "akin/nn/tensors.h"
#include "akin/training/fit.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr std::int64_t most_components = 64;
constexpr std::int64_t training_batch = 64;
constexpr std::int64_t epochs = 4;
constexpr std::int64_t fewest_steps = 200;  // for data of a few hundred images
constexpr std::uint64_t classifier_seed = 0;
constexpr std::int64_t looking_batch = 500;

void train(const std::shared_ptr<Classifier>& classifier, const data::Images& images,
           const std::function<void(double)>& progress) {
  ClassifierTraining training(classifier);
  FitOptions options;
  options.steps = std::max(epochs * images.size() / training_batch, fewest_steps);
  options.schedule = {Schedule::Shape::linear};
  options.seed = classifier_seed;
  fit(training, image_batches(images, training_batch, classifier_seed), options,
      [&](const Progress& now) {
        if (progress) {
          progress(static_cast<double>(now.step) / static_cast<double>(now.steps));
        }
        return Next::go_on;
      });
  nn::copy_into(nn::named_tensors(*classifier), nn::snapshot(training.weights()), "extractor");
}

/// Of images in their order, batch by batch, without gradients.
template <class Use>
void each_batch(const data::Images& images, Use&& use) {
  const torch::NoGradGuard no_grad;
  const Batches batches = ordered_batches(images, looking_batch);
  for (std::int64_t begin = 0; begin < images.size(); begin += looking_batch) {
    use(batches(begin / looking_batch));
  }
}

double accuracy_of(Classifier& classifier, const data::Images& images) {
  if (images.size() == 0) {
    return 0;
  }
  std::int64_t right = 0;
  each_batch(images, [&](const Batch& batch) {
    const Tensor taken_for = classifier.logits(classifier.features(batch.data)).argmax(1);  // [n]
    right += (taken_for == batch.labels).sum().item<std::int64_t>();
  });
  return static_cast<double>(right) / static_cast<double>(images.size());
}

}  // namespace

FeatureExtractor train_feature_extractor(const data::ImageData& data,
                                         const std::function<void(double)>& progress) {
  const data::Images& images = data.train;
  FeatureExtractor extractor;
  extractor.image = {images.classes(), images.height(), images.width()};
  extractor.data_sha256 = data.sha256;
  extractor.pca = numerics::principal_components(
      data::pixel_points(images),
      std::min<std::int64_t>(most_components, images.height() * images.width()));
  if (extractor.image.classes > 0) {
    extractor.classifier =
        std::make_shared<Classifier>(extractor.image, Random(classifier_seed, "classifier"));
    train(extractor.classifier, images, progress);
    extractor.accuracy = accuracy_of(*extractor.classifier, evaluation_images(data));
  }
  // From its file, so that the first use of a feature extractor says what all later ones say.
  return parse_feature_extractor(format_feature_extractor(extractor), "extractor");
}

numerics::Points components_of(const data::Images& images, const FeatureExtractor& extractor) {
  require(images.height() == extractor.image.height && images.width() == extractor.image.width,
          "[features] expected images of {}x{} pixels, got {}x{}", extractor.image.width,
          extractor.image.height, images.width(), images.height());
  return extractor.pca.project(data::pixel_points(images));
}

Features extract_features(const data::Images& images, const FeatureExtractor& extractor) {
  Features views;
  views.components = components_of(images, extractor);
  if (extractor.classifier == nullptr) {
    return views;
  }
  views.features.resize(images.size(), Classifier::feature_count);
  each_batch(images, [&](const Batch& batch) {
    const Tensor features = extractor.classifier->features(batch.data);                   // [n, 64]
    const Tensor labels = extractor.classifier->logits(features).argmax(1).contiguous();  // [n]
    views.features.middleRows(std::ssize(views.labels), features.size(0)) = nn::to_points(features);
    const auto* label = labels.data_ptr<std::int64_t>();
    views.labels.insert(views.labels.end(), label, label + labels.numel());
  });
  return views;
}

}  // namespace akin
