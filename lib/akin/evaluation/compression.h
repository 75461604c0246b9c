#pragma once

#include <cstdint>
#include <vector>

#include "akin/families/vae/vae.h"
#include "akin/training/batches.h"

namespace akin {

/// A VAE as a compressor: how much it says of an image, and what is lost.
struct Compression {
  std::int64_t images = 0;
  std::int64_t pixels = 0;  ///< of one image
  /// KL(q(z | x) || N(0, I)) in nats, mean over the images, number by number [latent_dim].
  std::vector<double> kl;
  double error = 0;        ///< mean squared, per pixel in [0, 1], decoding the codes' means
  double drawn_error = 0;  ///< the same, decoding one draw of each code: what `kl` pays for

  /// Bits an image, sum over the numbers: what the code costs by bits back coding (Hinton & van
  /// Camp 1993), a class that the model is told not counted.
  [[nodiscard]] double rate_bits() const;
  /// How many numbers tell images apart: those whose KL is above `nats`.
  [[nodiscard]] std::int64_t active_numbers(double nats = 0.01) const;
};

/// Over the images of batches 0 to `batches` - 1. `random` draws the codes of `drawn_error`.
/// Errors: no batch, a VAE in training mode.
Compression compression(Vae& vae, const Batches& images, std::int64_t batches, Random random);

/// Peak signal-to-noise ratio of a mean squared error of pixels in [0, 1], in dB:
/// -10 log10(error); infinite where nothing is lost.
double psnr(double error);

}  // namespace akin
