#pragma once

#include "akin/models/network.h"
#include "akin/nn/layers.h"

namespace akin {

/// The generator of DCGAN (Radford, Metz & Chintala 2016) as sized for 28x28 by PyTorch's C++
/// example: same names, same shapes, 837,504 parameters at latent_dim 100. [n, latent_dim] -> [n,
/// channels, 28, 28] before tanh. With classes, the label's one-hot vector is appended to the
/// latent vector (Mirza & Osindero 2014).
class DcganGenerator : public Network {
 public:
  DcganGenerator(std::int64_t latent_dim, std::int64_t classes, std::int64_t channels,
                 Random random);
  torch::Tensor forward(const torch::Tensor& latents, const Condition& condition) override;
  [[nodiscard]] bool mixes_batch() const override { return true; }

 private:
  std::int64_t classes_;
  nn::ConvTranspose2d conv1_, conv2_, conv3_, conv4_;
  nn::BatchNorm2d batch_norm1_, batch_norm2_, batch_norm3_;
};

/// Its discriminator, 659,456 parameters. [n, channels, 28, 28] in [-1, 1] -> logits [n].
/// With classes, the projection <embedding(label), features> is added to the logit (Miyato & Koyama
/// 2018, eq. 3).
class DcganDiscriminator : public Network {
 public:
  DcganDiscriminator(std::int64_t classes, std::int64_t channels, Random random);
  torch::Tensor forward(const torch::Tensor& images, const Condition& condition) override;
  [[nodiscard]] bool mixes_batch() const override { return true; }

 private:
  nn::Conv2d conv0_, conv2_, conv5_, conv8_;
  nn::BatchNorm2d batch_norm3_, batch_norm6_;
  nn::Embedding embedding_{nullptr};
};

}  // namespace akin
