#pragma once

#include <functional>
#include <memory>

#include "akin/base/random.h"
#include "akin/data/images.h"
#include "akin/models/image_shape.h"
#include "akin/nn/layers.h"

namespace akin {

/// A classifier of images, three convolutions and two linear layers in the style of LeNet-5 (LeCun
/// et al. 1998, figure 2). It serves as a feature extractor: in its last hidden layer images that
/// look alike are close to each other.
class Classifier : public torch::nn::Module {
 public:
  static constexpr std::int64_t feature_count = 64;

  /// Weights are drawn from `random`. Errors: no classes, images with a side below 4 pixels.
  Classifier(const ImageShape& image, Random random);

  /// images [n, channels, height, width] in [0, 1] -> [n, 64], non-negative: the last hidden layer.
  torch::Tensor features(const torch::Tensor& images);
  /// features [n, 64] -> [n, classes].
  torch::Tensor logits(const torch::Tensor& features);

 private:
  nn::Conv2d conv1_;
  nn::Conv2d conv2_;
  nn::Conv2d conv3_;
  nn::Linear hidden_;
  nn::Linear output_;
};

/// Minimises the cross-entropy of the labels over four epochs, at least 200 steps, and leaves the
/// averaged weights in `classifier`. `progress` receives the share done. Batches are drawn with
/// `seed`.
void train_classifier(const std::shared_ptr<Classifier>& classifier, const data::Images& images,
                      std::uint64_t seed, const std::function<void(double)>& progress = {});

}  // namespace akin
