#include "akin/families/gan/gan.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/families/gan/dcgan.h"
#include "akin/models/mini.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

void describe(Fields& fields, GanSettings& settings) {
  fields.choice("architecture", settings.architecture, {"mini", "dcgan"}, "network pair");
  fields.whole("latent_dim", settings.latent_dim, {2, 4096}, "latent dimensions");
  fields.whole("generator_width", settings.generator_width, {2, 1024},
               "channels of the mini generator at half resolution");
  fields.whole("discriminator_width", settings.discriminator_width, {1, 1024},
               "channels of the mini discriminator at half resolution");
  fields.flag("conditional", settings.conditional, "condition on the class (--label)");
}

Gan::Gan(NetworkPtr generator, NetworkPtr discriminator, std::int64_t latent_dim, Domain domain,
         std::int64_t classes)
    : LatentModel(latent_dim, classes),
      generator_(register_module("generator", std::move(generator))),
      discriminator_(register_module("discriminator", std::move(discriminator))),
      domain_(domain) {}

Tensor Gan::generate(const Tensor& latents, const Tensor& labels) {
  const Tensor x = generator_->forward(latents, labels);
  return domain_ == Domain::pixels ? torch::tanh(x) * 0.5 + 0.5 : x;
}

Tensor Gan::discriminate(const Tensor& data, const Tensor& labels) {
  return discriminator_->forward(domain_ == Domain::pixels ? data * 2 - 1 : data, labels);
}

namespace {

std::shared_ptr<Gan> make_dcgan(const GanSettings& s, const ImageShape& image, std::int64_t classes,
                                std::uint64_t seed) {
  require<UsageError>(image.height == 28 && image.width == 28,
                      "[gan] expected 28x28 images for dcgan, got {}x{}; use --preset mini",
                      image.width, image.height);
  return std::make_shared<Gan>(
      std::make_shared<DcganGenerator>(s.latent_dim, classes, image.channels,
                                       Random(seed, "generator")),
      std::make_shared<DcganDiscriminator>(classes, image.channels, Random(seed, "discriminator")),
      s.latent_dim, Domain::pixels, classes);
}

std::shared_ptr<Gan> make_mini(const GanSettings& s, const ImageShape& image, std::int64_t classes,
                               std::uint64_t seed) {
  ImageShape shape = image;
  shape.classes = classes;
  require_mini_size("gan", shape, s.latent_dim, std::max(s.generator_width, s.discriminator_width));
  return std::make_shared<Gan>(
      std::make_shared<MiniGenerator>(shape, s.latent_dim, s.generator_width,
                                      Random(seed, "generator")),
      std::make_shared<MiniDiscriminator>(shape, s.discriminator_width,
                                          Random(seed, "discriminator")),
      s.latent_dim, Domain::pixels, classes);
}

}  // namespace

std::shared_ptr<Gan> make_gan(const GanSettings& settings, const ImageShape& image,
                              std::uint64_t seed) {
  require<UsageError>(!settings.conditional || image.classes > 1,
                      "[gan] expected labelled data for --conditional, got data without labels");
  const std::int64_t classes = settings.conditional ? image.classes : 0;
  return settings.architecture == "dcgan" ? make_dcgan(settings, image, classes, seed)
                                          : make_mini(settings, image, classes, seed);
}

}  // namespace akin
