// One network, two objectives. The same architecture with the same initial weights is trained as
// the generator of a GAN and as the decoder of a VAE. The adversarial loss rewards samples that
// look real, so the GAN learns sharp strokes; the likelihood rewards the best prediction of each
// pixel, so the VAE is grey where it is uncertain. Samples depend on the objective as much as on
// the network. Writes the data, the GAN's samples and the VAE's, from top to bottom, to
// two_rules.png.
//
// Expected: within a minute the VAE's digits contain more grey than the data and the GAN's, and the
// last line reads "the VAE's are the softer ones".

#include <cmath>
#include <cstdio>

#include "akin/data/digits.h"
#include "akin/families/gan/gan_training.h"
#include "akin/families/vae/vae_training.h"
#include "akin/models/mini.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"
#include "akin/training/fit.h"

namespace {

constexpr std::uint64_t seed = 1;
constexpr std::int64_t latent_dim = 16;
constexpr std::int64_t width = 16;
constexpr double dark = -2;  // initial pixel logit, as most pixels are black
constexpr akin::ImageShape image = {.height = 28, .width = 28};

akin::NetworkPtr decoder() {
  return std::make_shared<akin::MiniGenerator>(image, latent_dim, width,
                                               akin::Random(seed, "decoder"), dark);
}

void learn(akin::Trainable& training, const akin::data::Images& digits) {
  akin::fit(training, akin::image_batches(digits, 64, seed),
            {.steps = 250, .schedule = {akin::Schedule::Shape::linear}, .seed = seed});
}

/// The share of all ink in pixels that are neither black nor white, in [0, 1].
double grey_share(const torch::Tensor& images) {
  const torch::Tensor grey = (images > 0.1).logical_and(images < 0.9);
  return (images * grey).sum().item<double>() / images.sum().item<double>();
}

}  // namespace

int main() {
  const auto digits = akin::data::digits(10000, seed);

  const auto gan = std::make_shared<akin::Gan>(
      decoder(),
      std::make_shared<akin::MiniDiscriminator>(image, width, akin::Random(seed, "discriminator")),
      latent_dim, akin::Domain::pixels);
  akin::GanTraining competing(gan, {.lr = 2e-3, .r1 = 1});
  learn(competing, digits);

  const auto vae =
      std::make_shared<akin::Vae>(std::make_shared<akin::MiniEncoder>(
                                      image, 2 * latent_dim, width, akin::Random(seed, "encoder")),
                                  decoder(), latent_dim, akin::PixelLikelihood::bernoulli);
  akin::VaeTraining compressing(vae, {.lr = 2e-3, .beta2 = 0.99});
  learn(compressing, digits);

  const torch::Tensor real = akin::ordered_batches(digits, 200)(0).data;
  const torch::Tensor of_gan = gan->sample(200, seed);
  const torch::Tensor of_vae = vae->sample(200, seed);
  const torch::Tensor rows =
      torch::cat({real.narrow(0, 0, 40), of_gan.narrow(0, 0, 40), of_vae.narrow(0, 0, 40)});
  const auto bytes = akin::image_bytes(rows);
  akin::pictures::write_png("two_rules.png", akin::pictures::sheet({bytes}, {.columns = 20}));

  std::printf("grey share of the ink: data %.2f, GAN %.2f, VAE %.2f\n", grey_share(real),
              grey_share(of_gan), grey_share(of_vae));
  const bool softer =
      grey_share(of_vae) > grey_share(real) && grey_share(of_vae) > grey_share(of_gan);
  std::puts(softer ? "the VAE's are the softer ones" : "no visible difference");
}
