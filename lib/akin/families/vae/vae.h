#pragma once

#include <memory>
#include <string>

#include "akin/base/settings.h"
#include "akin/models/image_shape.h"
#include "akin/models/latent_model.h"
#include "akin/models/network.h"

namespace akin {

/// The shape of a VAE for images: with that of the images, enough to build it again.
struct VaeSettings {
  std::string architecture = "mini";
  std::int64_t latent_dim = 20;
  std::int64_t encoder_width = 16;
  std::int64_t decoder_width = 16;
  std::string likelihood = "bernoulli";
  bool conditional = false;
};
void visit(SettingsVisitor& visitor, VaeSettings& settings);

/// What a decoder's numbers say of a pixel: a Bernoulli's or a continuous Bernoulli's logit.
enum class PixelLikelihood { bernoulli, continuous_bernoulli };

/// q(z | x) = N(mean, e^log_variance), both [n, latent_dim].
struct Posterior {
  torch::Tensor mean;
  torch::Tensor log_variance;
  /// mean + e^(log_variance / 2) noise (Kingma & Welling 2014, eq. 10).
  [[nodiscard]] torch::Tensor sample(const torch::Tensor& noise) const;
};

/// The two parts of -ELBO (Kingma & Welling 2014, eq. 8) for each item, in nats.
struct Elbo {
  torch::Tensor reconstruction;  ///< [n] -log p(x | z)
  torch::Tensor kl;              ///< [n, latent_dim] KL(q(z | x) || N(0, I)), number by number
};

/// Two networks that cooperate: an encoder compresses an image to a few numbers, a decoder restores
/// it. Since the numbers are kept close to a standard normal, the decoder makes new images of
/// random ones. How they learn is VaeTraining's business. Submodules: "encoder", "decoder".
class Vae : public LatentModel {
 public:
  /// encoder: pixels [n, ...] -> [n, 2 latent_dim]; decoder: latents -> logits of the pixels.
  Vae(NetworkPtr encoder, NetworkPtr decoder, std::int64_t latent_dim, PixelLikelihood likelihood,
      std::int64_t classes = 0);

  /// data [n, ...] in [0, 1], labels int64 [n] or undefined.
  Posterior encode(const torch::Tensor& data, const torch::Tensor& labels = {});
  /// latents [n, latent_dim] -> logits [n, ...].
  torch::Tensor decode(const torch::Tensor& latents, const torch::Tensor& labels = {});
  /// The pixels' means in [0, 1].
  torch::Tensor generate(const torch::Tensor& latents, const torch::Tensor& labels = {}) override;
  /// Pixels drawn from the likelihood instead: 0 or 1 for a Bernoulli.
  torch::Tensor draw_pixels(const torch::Tensor& latents, const torch::Tensor& labels,
                            Random& random);

  /// One-sample estimate; `noise`: standard normals [n, latent_dim].
  Elbo elbo(const torch::Tensor& data, const torch::Tensor& labels, const torch::Tensor& noise);

  /// -log of the importance-weighted average over `samples` draws, in nats [n]: a bound on -log
  /// p(x) that tightens with `samples` (Burda et al. 2016, eq. 8).
  torch::Tensor importance_bound(const torch::Tensor& data, const torch::Tensor& labels,
                                 std::int64_t samples, Random& random);

  [[nodiscard]] bool mixes_batch() const {
    return encoder_->mixes_batch() || decoder_->mixes_batch();
  }
  [[nodiscard]] PixelLikelihood pixel_likelihood() const { return likelihood_; }

  /// Without the halves' names where that is unambiguous, as single-module definitions have them.
  [[nodiscard]] nn::NamedTensors tensors() const override;

 protected:
  std::optional<NegativeLogLikelihood> compute_nll(const torch::Tensor& data,
                                                   const torch::Tensor& labels,
                                                   Random& random) override;

 private:
  [[nodiscard]] torch::Tensor pixel_nats(const torch::Tensor& logits,
                                         const torch::Tensor& data) const;

  NetworkPtr encoder_;
  NetworkPtr decoder_;
  PixelLikelihood likelihood_;
};

/// Builds an image VAE with fresh weights drawn from `seed`. Errors: an image size the architecture
/// cannot make, `conditional` without classes.
std::shared_ptr<Vae> make_vae(const VaeSettings& settings, const ImageShape& image,
                              std::uint64_t seed);

}  // namespace akin
