#include "akin/models/mini.h"

#include "akin/models/conditioning.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr nn::ConvOptions same = {.kernel = 3, .padding = 1, .bias = false};

std::int64_t half(std::int64_t side) {
  return (side + 1) / 2;
}

}  // namespace

MiniGenerator::MiniGenerator(const GanSettings& s, std::int64_t classes, Random random)
    : classes_(classes),
      seed_shape_{-1, 2 * s.generator_width, s.height / 4, s.width / 4},
      linear_(s.latent_dim + classes, seed_shape_[1] * seed_shape_[2] * seed_shape_[3]),
      norm1_(2 * s.generator_width),
      norm2_(s.generator_width),
      norm3_(s.generator_width / 2),
      conv1_(2 * s.generator_width, 4 * s.generator_width, same),
      conv2_(s.generator_width, 4 * (s.generator_width / 2), same),
      conv3_(s.generator_width / 2, 1, nn::ConvOptions{.kernel = 3, .padding = 1}) {
  register_module("linear", linear_);
  register_module("norm1", norm1_);
  register_module("conv1", conv1_);
  register_module("norm2", norm2_);
  register_module("conv2", conv2_);
  register_module("norm3", norm3_);
  register_module("conv3", conv3_);
  nn::init_uniform(*this, random);
}

// Comments give w for the width and 28x28 for the images.
Tensor MiniGenerator::forward(const Tensor& latents, const Tensor& labels) {
  Tensor x = linear_->forward(append_one_hot(latents, labels, classes_));  // [n, 2w * 7 * 7]
  x = x.view(seed_shape_).contiguous(torch::MemoryFormat::ChannelsLast);   // [n, 2w, 7, 7]
  x = torch::relu(norm1_->forward(x));                                     // [n, 2w, 7, 7]
  x = torch::pixel_shuffle(conv1_->forward(x), 2);                         // [n, w, 14, 14]
  x = torch::relu(norm2_->forward(x));                                     // [n, w, 14, 14]
  x = torch::pixel_shuffle(conv2_->forward(x), 2);                         // [n, w/2, 28, 28]
  x = torch::relu(norm3_->forward(x));                                     // [n, w/2, 28, 28]
  return conv3_->forward(x);                                               // [n, 1, 28, 28]
}

MiniDiscriminator::MiniDiscriminator(const GanSettings& s, std::int64_t classes, Random random)
    : conv1_(1, s.discriminator_width, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1}),
      conv2_(s.discriminator_width, 2 * s.discriminator_width,
             nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1}),
      conv3_(2 * s.discriminator_width, 4 * s.discriminator_width,
             nn::ConvOptions{.kernel = 3, .stride = 2, .padding = 1}),
      linear_(4 * s.discriminator_width * half(s.height / 4) * half(s.width / 4), 1) {
  register_module("conv1", conv1_);
  register_module("conv2", conv2_);
  register_module("conv3", conv3_);
  register_module("linear", linear_);
  if (classes > 0) {
    embedding_ = register_module("embedding", nn::Embedding(classes, 4 * s.discriminator_width));
  }
  nn::init_uniform(*this, random);
}

Tensor MiniDiscriminator::forward(const Tensor& images, const Tensor& labels) {
  constexpr double slope = 0.2;
  Tensor x = torch::leaky_relu(conv1_->forward(images), slope);       // [n, w, 14, 14]
  x = torch::leaky_relu(conv2_->forward(x), slope);                   // [n, 2w, 7, 7]
  x = torch::leaky_relu(conv3_->forward(x), slope);                   // [n, 4w, 4, 4]
  const Tensor logits = linear_->forward(x.flatten(1)).squeeze(1);    // [n]
  return add_projection(logits, x.mean({2, 3}), embedding_, labels);  // [n]
}

}  // namespace akin
