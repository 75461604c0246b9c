#include "akin/families/vae/vae.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "akin/base/require.h"
#include "akin/families/vae/mlp_vae.h"
#include "akin/families/vae/vae_losses.h"
#include "akin/models/mini.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

void describe(Fields& fields, VaeSettings& settings) {
  fields.choice("architecture", settings.architecture, {"mini", "mlp"}, "network pair");
  fields.whole("latent_dim", settings.latent_dim, {2, 4096}, "latent dimensions");
  fields.whole("encoder_width", settings.encoder_width, {1, 1024},
               "channels of the mini encoder at half resolution");
  fields.whole("decoder_width", settings.decoder_width, {2, 1024},
               "channels of the mini decoder at half resolution");
  fields.choice("likelihood", settings.likelihood, {"bernoulli", "continuous-bernoulli"},
                "distribution of a pixel");
  fields.flag("conditional", settings.conditional, "condition on the class (--label)");
}

Vae::Vae(NetworkPtr encoder, NetworkPtr decoder, std::int64_t latent_dim,
         PixelLikelihood likelihood, std::int64_t classes)
    : LatentModel(latent_dim, classes),
      encoder_(register_module("encoder", std::move(encoder))),
      decoder_(register_module("decoder", std::move(decoder))),
      likelihood_(likelihood) {}

Posterior Vae::encode(const Tensor& data, const Tensor& labels) {
  const auto halves = encoder_->forward(data, labels).chunk(2, 1);  // 2 x [n, d]
  return {halves[0], halves[1]};
}

Tensor Vae::decode(const Tensor& latents, const Tensor& labels) {
  return decoder_->forward(latents, labels);  // [n, c, h, w]
}

Tensor Vae::generate(const Tensor& latents, const Tensor& labels) {
  const Tensor logits = decode(latents, labels);
  return likelihood_ == PixelLikelihood::bernoulli ? torch::sigmoid(logits)
                                                   : continuous_bernoulli_mean(logits);
}

Tensor Vae::draw_pixels(const Tensor& latents, const Tensor& labels, Random& random) {
  const Tensor logits = decode(latents, labels);
  const Tensor uniform = nn::uniform(random, logits.sizes(), 0, 1, logits.device());
  return likelihood_ == PixelLikelihood::bernoulli
             ? (uniform < torch::sigmoid(logits)).to(torch::kFloat32)
             : continuous_bernoulli_quantile(logits, uniform);
}

Elbo Vae::elbo(const Tensor& data, const Tensor& labels, const Tensor& noise) {
  const Posterior posterior = encode(data, labels);
  const Tensor logits = decode(posterior.sample(noise), labels);
  return {pixel_nll(logits, data), posterior.kl()};
}

Tensor Vae::importance_bound(const Tensor& data, const Tensor& labels, std::int64_t samples,
                             Random& random) {
  const Posterior q = encode(data, labels);
  const Tensor zero = torch::zeros_like(q.mean);
  std::vector<Tensor> log_weights;
  for (std::int64_t i = 0; i < samples; ++i) {
    const Tensor z = q.sample(nn::normal(random, q.mean.sizes(), data.device()));  // [n, d]
    log_weights.push_back(gaussian_log_density(z, zero, zero) -
                          gaussian_log_density(z, q.mean, q.log_variance) -
                          pixel_nll(decode(z, labels), data));  // [n]
  }
  return std::log(static_cast<double>(samples)) -
         torch::logsumexp(torch::stack(log_weights), {0});  // [n]
}

std::optional<NegativeLogLikelihood> Vae::compute_nll(const Tensor& data, const Tensor& labels,
                                                      Random& random) {
  const Tensor noise = nn::normal(random, {data.size(0), latent_dim()}, data.device());
  const Elbo parts = elbo(data, labels, noise);
  return NegativeLogLikelihood{(parts.reconstruction.sum() + parts.kl.sum()).item<double>(),
                               data.size(0)};
}

Tensor Vae::pixel_nll(const Tensor& logits, const Tensor& data) const {
  return likelihood_ == PixelLikelihood::bernoulli ? bernoulli_nll(logits, data)
                                                   : continuous_bernoulli_nll(logits, data);
}

nn::NamedTensors Vae::tensors() const {
  nn::NamedTensors bare = nn::named_tensors(*encoder_);
  const nn::NamedTensors of_decoder = nn::named_tensors(*decoder_);
  const std::size_t all = bare.size() + of_decoder.size();
  bare.insert(of_decoder.begin(), of_decoder.end());
  return bare.size() == all ? bare : nn::named_tensors(*this);
}

namespace {

std::shared_ptr<Vae> make_mlp(const VaeSettings& s, const ImageShape& image, std::uint64_t seed,
                              PixelLikelihood likelihood) {
  require_sides("vae", image, 1, 1);
  return std::make_shared<Vae>(
      std::make_shared<MlpEncoder>(image, s.latent_dim, Random(seed, "encoder")),
      std::make_shared<MlpDecoder>(image, s.latent_dim, Random(seed, "decoder")), s.latent_dim,
      likelihood, image.classes);
}

/// The initial probability of ink is 1/8, about its share in handwriting. Starting from 1/2, all
/// features learn to darken the paper and ink is left to the bias of the last layer, which a
/// thousand steps cannot raise far enough.
constexpr double dark_logit = -2;

std::shared_ptr<Vae> make_mini(const VaeSettings& s, const ImageShape& image, std::uint64_t seed,
                               PixelLikelihood likelihood) {
  require_mini_size("vae", image, s.latent_dim, std::max(s.encoder_width, s.decoder_width));
  return std::make_shared<Vae>(
      std::make_shared<MiniEncoder>(image, 2 * s.latent_dim, s.encoder_width,
                                    Random(seed, "encoder")),
      std::make_shared<MiniGenerator>(image, s.latent_dim, s.decoder_width, Random(seed, "decoder"),
                                      dark_logit),
      s.latent_dim, likelihood, image.classes);
}

}  // namespace

std::shared_ptr<Vae> make_vae(const VaeSettings& settings, const ImageShape& image,
                              std::uint64_t seed) {
  require<UsageError>(!settings.conditional || image.classes > 1,
                      "[vae] expected labelled data for --conditional, got data without labels");
  ImageShape shape = image;
  shape.classes = settings.conditional ? image.classes : 0;
  const auto likelihood = settings.likelihood == "bernoulli"
                              ? PixelLikelihood::bernoulli
                              : PixelLikelihood::continuous_bernoulli;
  return settings.architecture == "mlp" ? make_mlp(settings, shape, seed, likelihood)
                                        : make_mini(settings, shape, seed, likelihood);
}

}  // namespace akin
