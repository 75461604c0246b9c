#include "akin/families/vae/vae_sampler.h"

#include <utility>

#include "akin/base/require.h"
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
  // Pixels have a stream of their own: the first items are the same whatever the count.
  Random ahead = random;
  Random of_pixels(ahead.bits(), "pixels");
  const Tensor codes = codes_ ? codes_->draw(count, random, labels).to(device())
                              : nn::normal(random, {count, vae_->latent_dim()}, device());
  return draws_pixels_ ? vae_->draw_pixels(codes, labels, of_pixels)
                       : vae_->generate(codes, labels);
}

}  // namespace akin
