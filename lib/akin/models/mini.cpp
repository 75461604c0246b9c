#include "akin/models/mini.h"

#include <algorithm>

#include "akin/base/require.h"
#include "akin/models/conditioning.h"

namespace akin {

using torch::Tensor;

namespace {

std::int64_t half(std::int64_t side) {
  return (side + 1) / 2;
}

}  // namespace

void require_mini_size(const std::string& who, const ImageShape& image, std::int64_t latent_dim,
                       std::int64_t width) {
  require_sides(who, image, 4, 8);
  // A config.json may say anything that is in range: no more memory is taken than a sensible model
  // needs.
  constexpr std::int64_t most_weights = std::int64_t{1} << 26U;
  const std::int64_t widest = std::max(2 * (latent_dim + image.classes), std::int64_t{4}) * width;
  require<UsageError>(widest <= most_weights / (image.height * image.width / 16),
                      "[{}] expected at most {} weights in a layer, got more; choose a smaller "
                      "--latent-dim or width",
                      who, most_weights);
}

MiniGenerator::MiniGenerator(const ImageShape& image, std::int64_t latent_dim, std::int64_t width,
                             Random random, double first)
    : classes_(image.classes),
      seed_shape_{-1, 2 * width, image.height / 4, image.width / 4},
      linear_(latent_dim + image.classes, seed_shape_[1] * seed_shape_[2] * seed_shape_[3]),
      norm1_(2 * width),
      norm2_(width),
      norm3_(width / 2),
      conv1_(2 * width, width),
      conv2_(width, width / 2),
      conv3_(width / 2, image.channels, nn::ConvOptions{.kernel = 3, .padding = 1}) {
  register_module("linear", linear_);
  register_module("norm1", norm1_);
  register_module("conv1", conv1_);
  register_module("norm2", norm2_);
  register_module("conv2", conv2_);
  register_module("norm3", norm3_);
  register_module("conv3", conv3_);
  nn::init_uniform(*this, random);
  const torch::NoGradGuard no_grad;
  conv3_->bias.add_(first);
}

// Comments give w for the width, c for the channels and 28x28 for the images.
Tensor MiniGenerator::forward(const Tensor& latents, const Condition& condition) {
  constexpr double rectified = 0;
  Tensor x =
      linear_->forward(append_one_hot(latents, condition.labels, classes_));  // [n, 2w * 7 * 7]
  x = x.view(seed_shape_).contiguous(torch::MemoryFormat::ChannelsLast);      // [n, 2w, 7, 7]
  x = norm1_->forward(x, rectified);                                          // [n, 2w, 7, 7]
  x = conv1_->forward(x);                                                     // [n, w, 14, 14]
  x = norm2_->forward(x, rectified);                                          // [n, w, 14, 14]
  x = conv2_->forward(x);                                                     // [n, w/2, 28, 28]
  x = norm3_->forward(x, rectified);                                          // [n, w/2, 28, 28]
  return conv3_->forward(x);                                                  // [n, c, 28, 28]
}

MiniFeatures::MiniFeatures(torch::nn::Module& owner, std::int64_t channels, std::int64_t width)
    : conv1_(channels, width, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1}),
      conv2_(width, 2 * width, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1}),
      conv3_(2 * width, 4 * width, nn::ConvOptions{.kernel = 3, .stride = 2, .padding = 1}) {
  owner.register_module("conv1", conv1_);
  owner.register_module("conv2", conv2_);
  owner.register_module("conv3", conv3_);
}

std::int64_t MiniFeatures::count(const ImageShape& image, std::int64_t width) {
  return 4 * width * half(image.height / 4) * half(image.width / 4);
}

Tensor MiniFeatures::operator()(const Tensor& images) {
  constexpr double slope = 0.2;
  Tensor x = torch::leaky_relu(conv1_->forward(images), slope);  // [n, w, 14, 14]
  x = torch::leaky_relu(conv2_->forward(x), slope);              // [n, 2w, 7, 7]
  return torch::leaky_relu(conv3_->forward(x), slope);           // [n, 4w, 4, 4]
}

MiniDiscriminator::MiniDiscriminator(const ImageShape& image, std::int64_t width, Random random)
    : features_(*this, image.channels, width), linear_(MiniFeatures::count(image, width), 1) {
  register_module("linear", linear_);
  if (image.classes > 0) {
    embedding_ = register_module("embedding", nn::Embedding(image.classes, 4 * width));
  }
  nn::init_uniform(*this, random);
}

Tensor MiniDiscriminator::forward(const Tensor& images, const Condition& condition) {
  const Tensor x = features_(images);                                           // [n, 4w, 4, 4]
  const Tensor logits = linear_->forward(x.flatten(1)).squeeze(1);              // [n]
  return add_projection(logits, x.mean({2, 3}), embedding_, condition.labels);  // [n]
}

MiniEncoder::MiniEncoder(const ImageShape& image, std::int64_t outputs, std::int64_t width,
                         Random random)
    : classes_(image.classes),
      features_(*this, image.channels, width),
      linear_(MiniFeatures::count(image, width) + image.classes, outputs) {
  register_module("linear", linear_);
  nn::init_uniform(*this, random);
}

Tensor MiniEncoder::forward(const Tensor& images, const Condition& condition) {
  const Tensor x = features_(images).flatten(1);                           // [n, 4w * 4 * 4]
  return linear_->forward(append_one_hot(x, condition.labels, classes_));  // [n, outputs]
}

}  // namespace akin
