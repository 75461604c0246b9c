#include "akin/families/gan/dcgan.h"

#include "akin/models/conditioning.h"

namespace akin {

using torch::Tensor;

DcganGenerator::DcganGenerator(std::int64_t latent_dim, std::int64_t classes, std::int64_t channels,
                               Random random)
    : classes_(classes),
      conv1_(latent_dim + classes, 256, nn::ConvOptions{.kernel = 4, .bias = false}),
      conv2_(256, 128, nn::ConvOptions{.kernel = 3, .stride = 2, .padding = 1, .bias = false}),
      conv3_(128, 64, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1, .bias = false}),
      conv4_(64, channels, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1, .bias = false}),
      batch_norm1_(256),
      batch_norm2_(128),
      batch_norm3_(64) {
  register_module("conv1", conv1_);
  register_module("conv2", conv2_);
  register_module("conv3", conv3_);
  register_module("conv4", conv4_);
  register_module("batch_norm1", batch_norm1_);
  register_module("batch_norm2", batch_norm2_);
  register_module("batch_norm3", batch_norm3_);
  nn::init_uniform(*this, random);
}

Tensor DcganGenerator::forward(const Tensor& latents, const Condition& condition) {
  constexpr double rectified = 0;
  Tensor x = append_one_hot(latents, condition.labels, classes_);  // [n, d]
  x = x.unsqueeze(2).unsqueeze(3);                                 // [n, d, 1, 1]
  x = batch_norm1_->forward(conv1_->forward(x), rectified);        // [n, 256, 4, 4]
  x = batch_norm2_->forward(conv2_->forward(x), rectified);        // [n, 128, 7, 7]
  x = batch_norm3_->forward(conv3_->forward(x), rectified);        // [n, 64, 14, 14]
  return conv4_->forward(x);                                       // [n, channels, 28, 28]
}

DcganDiscriminator::DcganDiscriminator(std::int64_t classes, std::int64_t channels, Random random)
    : conv0_(channels, 64, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1, .bias = false}),
      conv2_(64, 128, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1, .bias = false}),
      conv5_(128, 256, nn::ConvOptions{.kernel = 4, .stride = 2, .padding = 1, .bias = false}),
      conv8_(256, 1, nn::ConvOptions{.kernel = 3, .bias = false}),
      batch_norm3_(128),
      batch_norm6_(256) {
  register_module("0", conv0_);
  register_module("2", conv2_);
  register_module("3", batch_norm3_);
  register_module("5", conv5_);
  register_module("6", batch_norm6_);
  register_module("8", conv8_);
  if (classes > 0) {
    embedding_ = register_module("embedding", nn::Embedding(classes, 256));
  }
  nn::init_uniform(*this, random);
}

Tensor DcganDiscriminator::forward(const Tensor& images, const Condition& condition) {
  constexpr double slope = 0.2;
  Tensor x = torch::leaky_relu(conv0_->forward(images), slope);                 // [n, 64, 14, 14]
  x = batch_norm3_->forward(conv2_->forward(x), slope);                         // [n, 128, 7, 7]
  x = batch_norm6_->forward(conv5_->forward(x), slope);                         // [n, 256, 3, 3]
  const Tensor logits = conv8_->forward(x).flatten();                           // [n]
  return add_projection(logits, x.mean({2, 3}), embedding_, condition.labels);  // [n]
}

}  // namespace akin
