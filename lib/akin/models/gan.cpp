#include "akin/models/gan.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/models/dcgan.h"
#include "akin/models/mini.h"
#include "akin/nn/random.h"

namespace akin {

using torch::Tensor;

void visit(SettingsVisitor& visitor, GanSettings& settings) {
  visitor.choice("architecture", settings.architecture, {"mini", "dcgan"}, "network pair");
  visitor.whole("latent_dim", settings.latent_dim, {2, 4096}, "numbers in a latent vector");
  visitor.whole("generator_width", settings.generator_width, {2, 1024},
                "channels of the mini generator at half resolution");
  visitor.whole("discriminator_width", settings.discriminator_width, {1, 1024},
                "channels of the mini discriminator at half resolution");
  visitor.flag("conditional", settings.conditional, "learn to make a given class (--label)");
}

Gan::Gan(NetworkPtr generator, NetworkPtr discriminator, std::int64_t latent_dim, Domain domain,
         std::int64_t classes)
    : generator_(register_module("generator", std::move(generator))),
      discriminator_(register_module("discriminator", std::move(discriminator))),
      latent_dim_(latent_dim),
      domain_(domain),
      classes_(classes) {}

Tensor Gan::generate(const Tensor& latents, const Tensor& labels) {
  const Tensor x = generator_->forward(latents, labels);
  return domain_ == Domain::pixels ? torch::tanh(x) * 0.5 + 0.5 : x;
}

Tensor Gan::discriminate(const Tensor& data, const Tensor& labels) {
  return discriminator_->forward(domain_ == Domain::pixels ? data * 2 - 1 : data, labels);
}

Tensor Gan::draw(std::int64_t count, Random& random, const Tensor& labels) {
  return generate(nn::normal(random, {count, latent_dim_}, device()), labels);
}

namespace {

std::shared_ptr<Gan> make_dcgan(const GanSettings& s, std::int64_t classes, std::uint64_t seed) {
  require<UsageError>(s.height == 28 && s.width == 28,
                      "[gan] expected 28x28 images for dcgan, got {}x{}; try --preset mini",
                      s.width, s.height);
  return std::make_shared<Gan>(
      std::make_shared<DcganGenerator>(s.latent_dim, classes, Random(seed, "generator")),
      std::make_shared<DcganDiscriminator>(classes, Random(seed, "discriminator")), s.latent_dim,
      Domain::pixels, classes);
}

std::shared_ptr<Gan> make_mini(const GanSettings& s, std::int64_t classes, std::uint64_t seed) {
  require<UsageError>(
      s.height % 4 == 0 && s.width % 4 == 0 && s.height >= 8 && s.width >= 8 && s.height <= 256 &&
          s.width <= 256,
      "[gan] expected images with sides of 8 to 256 pixels, a multiple of 4, got {}x{}", s.width,
      s.height);
  // A config.json may say anything that is in range: no more memory is taken than a sensible model
  // needs.
  constexpr std::int64_t most_weights = std::int64_t{1} << 26U;
  const std::int64_t widest =
      std::max(2 * s.generator_width * (s.latent_dim + classes), 4 * s.discriminator_width);
  require<UsageError>(widest <= most_weights / (s.height * s.width / 16),
                      "[gan] expected at most {} weights in a layer, got more; choose a smaller "
                      "--latent-dim or width",
                      most_weights);
  return std::make_shared<Gan>(
      std::make_shared<MiniGenerator>(s, classes, Random(seed, "generator")),
      std::make_shared<MiniDiscriminator>(s, classes, Random(seed, "discriminator")), s.latent_dim,
      Domain::pixels, classes);
}

}  // namespace

std::shared_ptr<Gan> make_gan(const GanSettings& settings, std::uint64_t seed) {
  require<UsageError>(!settings.conditional || settings.classes > 1,
                      "[gan] expected labelled data for --conditional, got data without labels");
  const std::int64_t classes = settings.conditional ? settings.classes : 0;
  return settings.architecture == "dcgan" ? make_dcgan(settings, classes, seed)
                                          : make_mini(settings, classes, seed);
}

}  // namespace akin
