#pragma once

#include <string>
#include <vector>

#include "akin/models/image_shape.h"
#include "akin/models/network.h"
#include "akin/nn/layers.h"

namespace akin {

// Small networks made for speed on a CPU, for images with sides of 8 to 64 pixels that are
// multiples of 4. They are the halves of the default GAN and of the default VAE, which is why the
// VAE's decoder and the GAN's generator are one class: only the learning rule differs.

/// UsageError, beginning with [`who`], where these networks cannot make such images, or would take
/// more memory than a small model should.
void require_mini_size(const std::string& who, const ImageShape& image, std::int64_t latent_dim,
                       std::int64_t width);

/// Upsampling by sub-pixel convolutions. [n, latent_dim] -> [n, channels, height, width] before the
/// last activation. With classes, the label's one-hot vector is appended to the latent vector.
/// `width`: channels at half resolution. `first`: about what it says of every pixel before it has
/// learnt anything.
class MiniGenerator : public Network {
 public:
  MiniGenerator(const ImageShape& image, std::int64_t latent_dim, std::int64_t width, Random random,
                double first = 0);
  torch::Tensor forward(const torch::Tensor& latents, const Condition& condition) override;
  [[nodiscard]] bool mixes_batch() const override { return true; }

 private:
  std::int64_t classes_;
  std::vector<std::int64_t> seed_shape_;  // [-1, 2 width, height / 4, width / 4]
  nn::Linear linear_;
  nn::BatchNorm2d norm1_, norm2_, norm3_;
  nn::SubpixelConv2d conv1_, conv2_;
  nn::Conv2d conv3_;
};

/// Three strided convolutions and no normalisation. [n, channels, height, width] -> [n, 4 width,
/// about height / 8, width / 8]. Submodules "conv1" to "conv3" of its owner.
class MiniFeatures {
 public:
  MiniFeatures(torch::nn::Module& owner, std::int64_t channels, std::int64_t width);
  torch::Tensor operator()(const torch::Tensor& images);

  /// How many numbers an image comes to.
  static std::int64_t count(const ImageShape& image, std::int64_t width);

 private:
  nn::Conv2d conv1_, conv2_, conv3_;
};

/// The generator's opponent. Without normalisation real and generated images can share one pass.
/// [n, channels, height, width] in [-1, 1] -> logits [n]. With classes, a projection is added
/// (Miyato & Koyama 2018).
class MiniDiscriminator : public Network {
 public:
  MiniDiscriminator(const ImageShape& image, std::int64_t width, Random random);
  torch::Tensor forward(const torch::Tensor& images, const Condition& condition) override;

 private:
  MiniFeatures features_;
  nn::Linear linear_;
  nn::Embedding embedding_{nullptr};
};

/// [n, channels, height, width] in [0, 1] -> [n, outputs]. With classes, the label's one-hot vector
/// is appended to the features.
class MiniEncoder : public Network {
 public:
  MiniEncoder(const ImageShape& image, std::int64_t outputs, std::int64_t width, Random random);
  torch::Tensor forward(const torch::Tensor& images, const Condition& condition) override;

 private:
  std::int64_t classes_;
  MiniFeatures features_;
  nn::Linear linear_;
};

}  // namespace akin
