#pragma once

#include "akin/base/random.h"
#include "akin/models/image_shape.h"
#include "akin/nn/layers.h"

namespace akin {

/// Tells the classes of images apart: three convolutions and two linear layers in the line of
/// LeNet-5 (LeCun et al. 1998, figure 2). What it is there for is its last hidden layer, a space in
/// which images that people call alike lie close together.
class Classifier : public torch::nn::Module {
 public:
  static constexpr std::int64_t feature_count = 64;

  /// With weights drawn from `random`. Errors: no classes, images with a side below 4 pixels.
  Classifier(const ImageShape& image, Random random);

  /// images [n, 1, height, width] in [0, 1] -> [n, 64], none below 0: the last hidden layer.
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

}  // namespace akin
