#include "akin/families/vae/mlp_vae.h"

#include "akin/models/conditioning.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr std::int64_t hidden = 400;

}  // namespace

MlpEncoder::MlpEncoder(const ImageShape& image, std::int64_t latent_dim, Random random)
    : classes_(image.classes),
      fc1_(image.values() + image.classes, hidden),
      fc21_(hidden, latent_dim),
      fc22_(hidden, latent_dim) {
  register_module("fc1", fc1_);
  register_module("fc21", fc21_);
  register_module("fc22", fc22_);
  nn::init_uniform(*this, random);
}

Tensor MlpEncoder::forward(const Tensor& images, const Condition& condition) {
  const Tensor x = append_one_hot(images.flatten(1), condition.labels, classes_);  // [n, c * h * w]
  const Tensor h = torch::relu(fc1_->forward(x));                                  // [n, 400]
  return torch::cat({fc21_->forward(h), fc22_->forward(h)}, 1);                    // [n, 2d]
}

MlpDecoder::MlpDecoder(const ImageShape& image, std::int64_t latent_dim, Random random)
    : image_(image), fc3_(latent_dim + image.classes, hidden), fc4_(hidden, image.values()) {
  register_module("fc3", fc3_);
  register_module("fc4", fc4_);
  nn::init_uniform(*this, random);
}

Tensor MlpDecoder::forward(const Tensor& latents, const Condition& condition) {
  const Tensor z = append_one_hot(latents, condition.labels, image_.classes);  // [n, d]
  const Tensor x = fc4_->forward(torch::relu(fc3_->forward(z)));               // [n, c * h * w]
  return x.view({-1, image_.channels, image_.height, image_.width});           // [n, c, h, w]
}

}  // namespace akin
