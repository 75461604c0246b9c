#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "akin/families/vae/vae.h"

namespace akin::tests {

/// An encoder of images of one pixel p: the posterior has means (p, 0) and the given log variances.
class PixelEncoder : public Network {
 public:
  explicit PixelEncoder(std::vector<float> log_variances) {
    log_variances_ = register_buffer("log_variances", torch::tensor(log_variances));  // [2]
  }
  torch::Tensor forward(const torch::Tensor& input, const Condition& /*condition*/) override {
    const torch::Tensor pixels = input.flatten(1);  // [n, 1]
    return torch::cat(
        {pixels, torch::zeros_like(pixels), log_variances_.expand({input.size(0), 2})}, 1);
  }

 private:
  torch::Tensor log_variances_;
};

/// One pixel whose logit is the first latent dimension, plus twice the label if there is one.
class PixelDecoder : public Network {
 public:
  PixelDecoder() { register_parameter("scale", torch::ones({1})); }
  torch::Tensor forward(const torch::Tensor& latents, const Condition& condition) override {
    torch::Tensor logits = latents.select(1, 0);
    if (condition.labels.defined()) {
      logits = logits + 2 * condition.labels;
    }
    return logits.view({-1, 1, 1, 1});
  }
};

/// In evaluation mode.
inline std::shared_ptr<Vae> one_pixel_vae(std::vector<float> log_variances,
                                          std::int64_t classes = 0) {
  auto vae = std::make_shared<Vae>(std::make_shared<PixelEncoder>(std::move(log_variances)),
                                   std::make_shared<PixelDecoder>(), 2, PixelLikelihood::bernoulli,
                                   classes);
  vae->eval();
  return vae;
}

}  // namespace akin::tests
