#pragma once

#include <string>

#include "akin/base/settings.h"
#include "akin/models/image_shape.h"
#include "akin/models/latent_model.h"
#include "akin/models/network.h"

namespace akin {

/// The architecture of a GAN for images.
struct GanSettings {
  std::string architecture = "mini";
  std::int64_t latent_dim = 64;
  std::int64_t generator_width = 32;
  std::int64_t discriminator_width = 32;
  bool conditional = false;
};
void describe(Fields& fields, GanSettings& settings);

/// The data of a GAN: pixels in [0, 1], which its networks see scaled to [-1, 1] (the generator
/// ends in tanh), or numbers without bounds.
enum class Domain { pixels, numbers };

/// A generative adversarial network (Goodfellow et al. 2014): a generator maps noise to data, a
/// discriminator tells generated from real data. GanTraining trains it. Submodules: "generator",
/// "discriminator".
class Gan : public LatentModel, public Discriminator {
 public:
  /// `classes`: 0, or the number of labels that both networks were built for.
  Gan(NetworkPtr generator, NetworkPtr discriminator, std::int64_t latent_dim, Domain domain,
      std::int64_t classes = 0);

  torch::Tensor generate(const torch::Tensor& latents, const torch::Tensor& labels = {}) override;
  torch::Tensor discriminate(const torch::Tensor& data, const torch::Tensor& labels = {}) override;
  [[nodiscard]] Capabilities capabilities() override {
    return {.latents = this, .discriminator = this};
  }

  Network& generator() { return *generator_; }
  Network& discriminator() { return *discriminator_; }

 private:
  NetworkPtr generator_;
  NetworkPtr discriminator_;
  Domain domain_;
};

/// Builds an image GAN with weights drawn from `seed`. Errors: an image size that the architecture
/// does not support, `conditional` without classes.
std::shared_ptr<Gan> make_gan(const GanSettings& settings, const ImageShape& image,
                              std::uint64_t seed);

}  // namespace akin
