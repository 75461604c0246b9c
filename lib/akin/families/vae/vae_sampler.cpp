#include "akin/families/vae/vae_sampler.h"

#include <utility>

#include "akin/base/require.h"
#include "akin/evaluation/latent_codes.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

VaeSampler::VaeSampler(std::shared_ptr<Vae> vae, std::optional<AggregatePosterior> codes,
                       bool draws_pixels)
    : vae_(register_module("vae", std::move(vae))),
      codes_(std::move(codes)),
      draws_pixels_(draws_pixels) {
  require(!codes_ || codes_->mixtures().front().dimensions() == vae_->latent_dim(),
          "[vae sampler] expected codes of {} numbers, got some of {}", vae_->latent_dim(),
          codes_ ? codes_->mixtures().front().dimensions() : 0);
}

Tensor VaeSampler::draw(std::int64_t count, Random& random, const Tensor& labels) {
  // Pixels have a stream of their own, so that the first items are the same whatever the count.
  Random ahead = random;
  Random of_pixels(ahead.bits(), "pixels");
  const Tensor codes = codes_ ? codes_->draw(count, random, labels).to(device())
                              : nn::normal(random, {count, vae_->latent_dim()}, device());
  return draws_pixels_ ? vae_->draw_pixels(codes, labels, of_pixels)
                       : vae_->generate(codes, labels);
}

namespace {

/// One draw of the posterior of each training image, as a mixture.
AggregatePosterior fit_to_training_images(Vae& vae, const OrderedImages& images) {
  const LatentCodes codes = encode_images(vae, images.batches, images.count);
  Random random(0, "aggregate posterior");
  const Tensor drawn =
      codes.posterior.sample(nn::normal(random, codes.posterior.mean.sizes()));  // [n, latent_dim]
  return fit_aggregate_posterior(drawn, codes.labels, vae.classes());
}

}  // namespace

void VaeSampling::describe(Fields& fields) {
  fields.choice("draw", draw_, {"mean", "pixels"},
                "pixels: their mean, or drawn from the likelihood");
  fields.flag("from_prior", from_prior_, "latent vectors from the prior N(0, I), the default");
  fields.flag("from_posterior_mixture", from_posterior_mixture_,
              "latent vectors from a Gaussian mixture fitted to the codes of training images");
}

std::shared_ptr<GenerativeModel> VaeSampling::apply(
    std::shared_ptr<GenerativeModel> model,
    const std::function<OrderedImages()>& training_images) const {
  require<UsageError>(!from_prior_ || !from_posterior_mixture_,
                      "[sample] expected one of --from-prior and --from-posterior-mixture, got "
                      "both");
  if (draw_ == "mean" && !from_posterior_mixture_) {
    return model;
  }
  const auto vae = std::static_pointer_cast<Vae>(model);
  std::optional<AggregatePosterior> codes;
  if (from_posterior_mixture_) {
    codes = fit_to_training_images(*vae, training_images());
  }
  return std::make_shared<VaeSampler>(vae, std::move(codes), draw_ == "pixels");
}

}  // namespace akin
