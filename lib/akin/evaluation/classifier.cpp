#include "akin/evaluation/classifier.h"

#include "akin/base/require.h"

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

}  // namespace

Classifier::Classifier(const ImageShape& image, Random random)
    : conv1_(1, 16, same_size),
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

// Comments give the sizes for 28x28 images.
Tensor Classifier::features(const Tensor& images) {
  Tensor x = torch::relu(conv1_->forward(images));                 // [n, 16, 28, 28]
  x = torch::relu(conv2_->forward(torch::max_pool2d(x, {2, 2})));  // [n, 32, 14, 14]
  x = torch::max_pool2d(torch::relu(conv3_->forward(x)), {2, 2});  // [n, 32, 7, 7]
  return torch::relu(hidden_->forward(x.flatten(1)));              // [n, 64]
}

Tensor Classifier::logits(const Tensor& features) {
  return output_->forward(features);  // [n, classes]
}

}  // namespace akin
