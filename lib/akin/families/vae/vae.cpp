#include "akin/families/vae/vae.h"

#include <algorithm>
#include <cmath>
#include <map>
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
  fields.choice("likelihood", settings.likelihood,
                {"auto", "bernoulli", "continuous-bernoulli", "discretized-logistic", "gaussian"},
                "distribution of a pixel, of which continuous-bernoulli and gaussian are "
                "densities; auto: bernoulli of grey, discretized-logistic of colour");
  fields.flag("conditional", settings.conditional, "condition on the class (--label)");
}

Vae::Vae(NetworkPtr encoder, NetworkPtr decoder, std::int64_t latent_dim,
         PixelLikelihood likelihood, std::int64_t classes, std::int64_t channels)
    : LatentModel(latent_dim, classes),
      encoder_(register_module("encoder", std::move(encoder))),
      decoder_(register_module("decoder", std::move(decoder))),
      likelihood_(likelihood) {
  constexpr double first = -2;  // of a logistic: a standard deviation of a quarter
  if (likelihood == PixelLikelihood::discretized_logistic ||
      likelihood == PixelLikelihood::gaussian) {
    log_scale_ = register_parameter("log_scale", torch::full({channels}, first));
  }
}

Posterior Vae::encode(const Tensor& data, const Tensor& labels) {
  const auto halves = encoder_->forward(data, labels).chunk(2, 1);  // 2 x [n, d]
  return {halves[0], halves[1]};
}

Tensor Vae::decode(const Tensor& latents, const Tensor& labels) {
  return decoder_->forward(latents, labels);  // [n, c, h, w]
}

Tensor Vae::generate(const Tensor& latents, const Tensor& labels) {
  const Tensor logits = decode(latents, labels);
  return likelihood_ == PixelLikelihood::continuous_bernoulli ? continuous_bernoulli_mean(logits)
                                                              : torch::sigmoid(logits);
}

Tensor Vae::draw_pixels(const Tensor& latents, const Tensor& labels, Random& random) {
  const Tensor logits = decode(latents, labels);
  if (likelihood_ == PixelLikelihood::gaussian) {
    const Tensor noise = nn::normal(random, logits.sizes(), logits.device());
    return (torch::sigmoid(logits) + log_scale().exp() * noise).clamp(0, 1);
  }
  const Tensor uniform = nn::uniform(random, logits.sizes(), 0, 1, logits.device());
  switch (likelihood_) {
    case PixelLikelihood::discretized_logistic:
      return discretized_logistic_quantile(torch::sigmoid(logits), log_scale(), uniform);
    case PixelLikelihood::continuous_bernoulli:
      return continuous_bernoulli_quantile(logits, uniform);
    default:
      return (uniform < torch::sigmoid(logits)).to(torch::kFloat32);
  }
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
  switch (likelihood_) {
    case PixelLikelihood::continuous_bernoulli:
      return continuous_bernoulli_nll(logits, data);
    case PixelLikelihood::discretized_logistic:
      return discretized_logistic_nll(torch::sigmoid(logits), log_scale(), data);
    case PixelLikelihood::gaussian:
      return gaussian_nll(torch::sigmoid(logits), log_scale(), data);
    default:
      return bernoulli_nll(logits, data);
  }
}

/// At least a quarter of a level: channels that are the same in all images would let it fall
/// without end, and the gradient grow.
Tensor Vae::log_scale() const {
  constexpr double least = -7;
  return log_scale_.clamp_min(least).view({-1, 1, 1});
}

Support Vae::support() const {
  switch (likelihood_) {
    case PixelLikelihood::bernoulli:
      return Support::binary;
    case PixelLikelihood::discretized_logistic:
      return Support::levels;
    default:
      return Support::continuous;
  }
}

nn::NamedTensors Vae::tensors() const {
  nn::NamedTensors bare = nn::named_tensors(*encoder_);
  const nn::NamedTensors of_decoder = nn::named_tensors(*decoder_);
  const std::size_t all = bare.size() + of_decoder.size();
  bare.insert(of_decoder.begin(), of_decoder.end());
  if (bare.size() < all) {
    return nn::named_tensors(*this);
  }
  if (log_scale_.defined()) {
    bare.emplace("log_scale", log_scale_.detach());
  }
  return bare;
}

PixelLikelihood pixel_likelihood_of(const VaeSettings& settings, std::int64_t channels) {
  static const std::map<std::string, PixelLikelihood> named = {
      {"bernoulli", PixelLikelihood::bernoulli},
      {"continuous-bernoulli", PixelLikelihood::continuous_bernoulli},
      {"discretized-logistic", PixelLikelihood::discretized_logistic},
      {"gaussian", PixelLikelihood::gaussian}};
  if (settings.likelihood == "auto") {
    return channels == 1 ? PixelLikelihood::bernoulli : PixelLikelihood::discretized_logistic;
  }
  return named.at(settings.likelihood);
}

namespace {

std::shared_ptr<Vae> make_mlp(const VaeSettings& s, const ImageShape& image, std::uint64_t seed,
                              PixelLikelihood likelihood) {
  require_sides("vae", image, 1, 1);
  return std::make_shared<Vae>(
      std::make_shared<MlpEncoder>(image, s.latent_dim, Random(seed, "encoder")),
      std::make_shared<MlpDecoder>(image, s.latent_dim, Random(seed, "decoder")), s.latent_dim,
      likelihood, image.classes, image.channels);
}

/// The initial probability of ink is 1/8, about its share in handwriting. Starting from 1/2, all
/// features learn to darken the paper and ink is left to the bias of the last layer, which a
/// thousand steps cannot raise far enough. Colour, and levels with a scale, start in the middle.
double first_logit(PixelLikelihood likelihood, std::int64_t channels) {
  constexpr double dark = -2;
  const bool ink = channels == 1 && (likelihood == PixelLikelihood::bernoulli ||
                                     likelihood == PixelLikelihood::continuous_bernoulli);
  return ink ? dark : 0;
}

std::shared_ptr<Vae> make_mini(const VaeSettings& s, const ImageShape& image, std::uint64_t seed,
                               PixelLikelihood likelihood) {
  require_mini_size("vae", image, s.latent_dim, std::max(s.encoder_width, s.decoder_width));
  return std::make_shared<Vae>(
      std::make_shared<MiniEncoder>(image, 2 * s.latent_dim, s.encoder_width,
                                    Random(seed, "encoder")),
      std::make_shared<MiniGenerator>(image, s.latent_dim, s.decoder_width, Random(seed, "decoder"),
                                      first_logit(likelihood, image.channels)),
      s.latent_dim, likelihood, image.classes, image.channels);
}

}  // namespace

std::shared_ptr<Vae> make_vae(const VaeSettings& settings, const ImageShape& image,
                              std::uint64_t seed) {
  require<UsageError>(!settings.conditional || image.classes > 1,
                      "[vae] expected labelled data for --conditional, got data without labels");
  ImageShape shape = image;
  shape.classes = settings.conditional ? image.classes : 0;
  const PixelLikelihood likelihood = pixel_likelihood_of(settings, image.channels);
  return settings.architecture == "mlp" ? make_mlp(settings, shape, seed, likelihood)
                                        : make_mini(settings, shape, seed, likelihood);
}

}  // namespace akin
