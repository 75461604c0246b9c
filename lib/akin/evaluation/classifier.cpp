#include "akin/evaluation/classifier.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/training/batches.h"
#include "akin/training/fit.h"
#include "akin/training/loss_training.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr nn::ConvOptions same_size = {.kernel = 3, .padding = 1};
constexpr std::int64_t last_channels = 32;

const ImageShape& checked(const ImageShape& image) {
  require(image.classes > 0, "[classifier] expected images with labels, got none");
  require(image.height >= 4 && image.width >= 4,
          "[classifier] expected images with sides of at least 4 pixels, got {}x{}", image.width,
          image.height);
  return image;
}

/// Step metric: loss, the mean cross-entropy over the batch in nats.
class ClassifierTraining : public LossTraining {
 public:
  explicit ClassifierTraining(std::shared_ptr<Classifier> model)
      : LossTraining(
            model, [&] { return nn::named_tensors(*model); }, {.lr = 2e-3, .weight_decay = 0.01},
            0.995),
        model_(std::move(model)) {}

 protected:
  Objective objective(const Batch& batch, const StepContext& /*context*/) override {
    const Tensor logits = model_->logits(model_->features(batch.data));  // [n, classes]
    const Tensor loss = torch::nll_loss(torch::log_softmax(logits, 1), batch.labels);
    return {loss, {{"loss", loss.detach()}}, torch::scalar_tensor(batch.data.size(0))};
  }
  [[nodiscard]] bool can_shard() const override { return true; }

 private:
  std::shared_ptr<Classifier> model_;
};

}  // namespace

Classifier::Classifier(const ImageShape& image, Random random)
    : conv1_(image.channels, 16, same_size),
      conv2_(16, 32, same_size),
      conv3_(32, last_channels, same_size),
      hidden_(last_channels * (checked(image).height / 4) * (image.width / 4), feature_count),
      output_(feature_count, image.classes) {
  register_module("conv1", conv1_);
  register_module("conv2", conv2_);
  register_module("conv3", conv3_);
  register_module("hidden", hidden_);
  register_module("output", output_);
  nn::init_uniform(*this, random);
}

// Shapes are those of 28x28 images.
Tensor Classifier::features(const Tensor& images) {
  Tensor x = torch::relu(conv1_->forward(images));                 // [n, 16, 28, 28]
  x = torch::relu(conv2_->forward(torch::max_pool2d(x, {2, 2})));  // [n, 32, 14, 14]
  x = torch::max_pool2d(torch::relu(conv3_->forward(x)), {2, 2});  // [n, 32, 7, 7]
  return torch::relu(hidden_->forward(x.flatten(1)));              // [n, 64]
}

Tensor Classifier::logits(const Tensor& features) {
  return output_->forward(features);  // [n, classes]
}

void train_classifier(const std::shared_ptr<Classifier>& classifier, const data::Images& images,
                      std::uint64_t seed, const std::function<void(double)>& progress) {
  constexpr std::int64_t batch_size = 64;
  constexpr std::int64_t epochs = 4;
  constexpr std::int64_t fewest_steps = 200;  // for data of a few hundred images
  ClassifierTraining training(classifier);
  FitOptions options;
  options.steps = std::max(epochs * images.size() / batch_size, fewest_steps);
  options.schedule = {Schedule::Shape::linear};
  options.seed = seed;
  fit(training, image_batches(images, batch_size, seed), options, [&](const Progress& now) {
    if (progress) {
      progress(static_cast<double>(now.step) / static_cast<double>(now.steps));
    }
    return Next::proceed;
  });
  nn::copy_into(nn::named_tensors(*classifier), nn::snapshot(training.weights()), "extractor");
}

}  // namespace akin
