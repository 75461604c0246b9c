#pragma once

#include <vector>

#include "akin/models/gan.h"
#include "akin/nn/layers.h"

namespace akin {

/// A small generator made for speed on a CPU: every upsampling is a convolution followed by a pixel
/// shuffle (Shi et al. 2016), which runs on the same fast kernels as any convolution, unlike a
/// transposed one. [n, latent_dim] -> [n, 1, height, width] before the last activation, sides
/// multiples of 4. With classes, the label's one-hot vector is appended to the latent vector.
class MiniGenerator : public Network {
 public:
  MiniGenerator(const GanSettings& settings, std::int64_t classes, Random random);
  torch::Tensor forward(const torch::Tensor& latents, const torch::Tensor& labels) override;
  [[nodiscard]] bool mixes_batch() const override { return true; }

 private:
  std::int64_t classes_;
  std::vector<std::int64_t> seed_shape_;  // [-1, 2 width, height / 4, width / 4]
  nn::Linear linear_;
  torch::nn::BatchNorm2d norm1_, norm2_, norm3_;
  nn::Conv2d conv1_, conv2_, conv3_;
};

/// Its discriminator: strided convolutions and no normalisation, so that real and generated images
/// can share one pass. [n, 1, height, width] in [-1, 1] -> logits [n]. With classes, a projection
/// is added (Miyato & Koyama 2018).
class MiniDiscriminator : public Network {
 public:
  MiniDiscriminator(const GanSettings& settings, std::int64_t classes, Random random);
  torch::Tensor forward(const torch::Tensor& images, const torch::Tensor& labels) override;

 private:
  nn::Conv2d conv1_, conv2_, conv3_;
  nn::Linear linear_;
  nn::Embedding embedding_{nullptr};
};

}  // namespace akin
