#pragma once

#include <string>

#include "akin/base/settings.h"
#include "akin/models/image_shape.h"
#include "akin/models/latent_model.h"
#include "akin/models/network.h"

namespace akin {

/// The shape of a GAN for images: with that of the images, enough to build it again.
struct GanSettings {
  std::string architecture = "mini";
  std::int64_t latent_dim = 64;
  std::int64_t generator_width = 32;
  std::int64_t discriminator_width = 32;
  bool conditional = false;
};
void visit(SettingsVisitor& visitor, GanSettings& settings);

/// What a GAN's data are: pixels in [0, 1], which its networks see as [-1, 1] behind a tanh, or
/// numbers as they are.
enum class Domain { pixels, numbers };

/// Two networks that compete (Goodfellow et al. 2014): a generator turns noise into data, a
/// discriminator tells generated from real. How they learn is GanTraining's business. Submodules:
/// "generator", "discriminator".
class Gan : public LatentModel {
 public:
  /// `classes`: 0, or how many labels both networks were built for.
  Gan(NetworkPtr generator, NetworkPtr discriminator, std::int64_t latent_dim, Domain domain,
      std::int64_t classes = 0);

  torch::Tensor generate(const torch::Tensor& latents, const torch::Tensor& labels = {}) override;
  /// data [n, ...] -> logits [n]; above 0: more likely real than generated.
  torch::Tensor discriminate(const torch::Tensor& data, const torch::Tensor& labels = {});

  Network& generator() { return *generator_; }
  Network& discriminator() { return *discriminator_; }

 private:
  NetworkPtr generator_;
  NetworkPtr discriminator_;
  Domain domain_;
};

/// Builds an image GAN with fresh weights drawn from `seed`. Errors: an image size the architecture
/// cannot make, `conditional` without classes.
std::shared_ptr<Gan> make_gan(const GanSettings& settings, const ImageShape& image,
                              std::uint64_t seed);

}  // namespace akin
