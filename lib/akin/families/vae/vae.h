#pragma once

#include <memory>
#include <string>

#include "akin/base/settings.h"
#include "akin/models/image_shape.h"
#include "akin/models/latent_model.h"
#include "akin/models/network.h"

namespace akin {

/// The architecture of a VAE for images.
struct VaeSettings {
  std::string architecture = "mini";
  std::int64_t latent_dim = 20;
  std::int64_t encoder_width = 16;
  std::int64_t decoder_width = 16;
  std::string likelihood = "auto";  ///< bernoulli of grey, discretized-logistic of colour
  bool conditional = false;
};
void describe(Fields& fields, VaeSettings& settings);

/// The distribution p(x | z) of a pixel. Of the first two the decoder outputs the logit, of the
/// others the logit of the mean; their scale is learnt, one for each channel, as in Kingma et al.
/// (2016) and in the sigma-VAE (Rybkin et al. 2021).
enum class PixelLikelihood {
  bernoulli,
  continuous_bernoulli,  ///< a density on [0, 1]
  discretized_logistic,  ///< of 256 levels
  gaussian               ///< a density
};

/// The two parts of -ELBO (Kingma & Welling 2014, eq. 8) for each item, in nats.
struct Elbo {
  torch::Tensor reconstruction;  ///< [n] -log p(x | z)
  torch::Tensor kl;  ///< [n, latent_dim] KL(q(z | x) || N(0, I)) of each latent dimension
};

/// A variational autoencoder (Kingma & Welling 2014): an encoder compresses an image to a Gaussian
/// over latent vectors, a decoder reconstructs it. Since the codes are kept close to N(0, I),
/// decoding draws from N(0, I) generates new images. VaeTraining trains it. Submodules: "encoder",
/// "decoder"; parameter of the likelihoods with a scale: "log_scale" [channels], for pixels in [0,
/// 1].
class Vae : public LatentModel, public Autoencoder {
 public:
  /// encoder: pixels [n, ...] -> [n, 2 latent_dim]; decoder: latents -> logits of the pixels.
  Vae(NetworkPtr encoder, NetworkPtr decoder, std::int64_t latent_dim, PixelLikelihood likelihood,
      std::int64_t classes = 0, std::int64_t channels = 1);

  Posterior encode(const torch::Tensor& data, const torch::Tensor& labels = {}) override;
  /// latents [n, latent_dim] -> logits [n, ...].
  torch::Tensor decode(const torch::Tensor& latents, const torch::Tensor& labels = {});
  /// The pixels' means in [0, 1]; of a logistic or a Gaussian those without limits at 0 and 1.
  torch::Tensor generate(const torch::Tensor& latents, const torch::Tensor& labels = {}) override;
  torch::Tensor draw_pixels(const torch::Tensor& latents, const torch::Tensor& labels,
                            Random& random) override;

  /// One-sample estimate; `noise`: standard normals [n, latent_dim].
  Elbo elbo(const torch::Tensor& data, const torch::Tensor& labels, const torch::Tensor& noise);

  torch::Tensor importance_bound(const torch::Tensor& data, const torch::Tensor& labels,
                                 std::int64_t samples, Random& random) override;

  [[nodiscard]] Capabilities capabilities() override {
    return {.latents = this, .autoencoder = this};
  }

  [[nodiscard]] bool mixes_batch() const {
    return encoder_->mixes_batch() || decoder_->mixes_batch();
  }
  [[nodiscard]] PixelLikelihood pixel_likelihood() const { return likelihood_; }
  [[nodiscard]] Support support() const override;

  /// Without the prefixes "encoder." and "decoder." where the names stay distinct, as in published
  /// single-module VAEs.
  [[nodiscard]] nn::NamedTensors tensors() const override;

 protected:
  std::optional<NegativeLogLikelihood> compute_nll(const torch::Tensor& data,
                                                   const torch::Tensor& labels,
                                                   Random& random) override;

 private:
  [[nodiscard]] torch::Tensor pixel_nll(const torch::Tensor& logits,
                                        const torch::Tensor& data) const;
  [[nodiscard]] torch::Tensor log_scale() const;  // [channels, 1, 1]

  NetworkPtr encoder_;
  NetworkPtr decoder_;
  PixelLikelihood likelihood_;
  torch::Tensor log_scale_;  // [channels]; undefined where the likelihood has no scale
};

/// The likelihood that settings ask for, of images with this many channels.
PixelLikelihood pixel_likelihood_of(const VaeSettings& settings, std::int64_t channels);

/// Builds an image VAE with weights drawn from `seed`. Errors: an image size that the architecture
/// does not support, `conditional` without classes.
std::shared_ptr<Vae> make_vae(const VaeSettings& settings, const ImageShape& image,
                              std::uint64_t seed);

}  // namespace akin
