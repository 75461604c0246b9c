#pragma once

#include "akin/models/image_shape.h"
#include "akin/models/network.h"
#include "akin/nn/layers.h"

namespace akin {

// The two halves of the VAE in PyTorch's examples (`vae`): one hidden layer of 400 each, the same
// names, 652,824 parameters together at 784 pixels and latent_dim 20. With classes, the label's
// one-hot vector is appended to the input of each half (Sohn et al. 2015).

/// [n, channels, height, width] in [0, 1] -> [n, 2 latent_dim]: mean (fc21) beside log variance
/// (fc22).
class MlpEncoder : public Network {
 public:
  MlpEncoder(const ImageShape& image, std::int64_t latent_dim, Random random);
  torch::Tensor forward(const torch::Tensor& images, const Condition& condition) override;

 private:
  std::int64_t classes_;
  nn::Linear fc1_, fc21_, fc22_;
};

/// [n, latent_dim] -> logits [n, channels, height, width].
class MlpDecoder : public Network {
 public:
  MlpDecoder(const ImageShape& image, std::int64_t latent_dim, Random random);
  torch::Tensor forward(const torch::Tensor& latents, const Condition& condition) override;

 private:
  ImageShape image_;
  nn::Linear fc3_, fc4_;
};

}  // namespace akin
