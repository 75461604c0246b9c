#pragma once

#include <cstdint>
#include <vector>

#include "akin/models/generative_model.h"
#include "akin/training/batches.h"

namespace akin {

/// Rate and distortion of an autoencoder: the information in its latent codes, and what decoding
/// them loses (Alemi et al. 2018, "Fixing a broken ELBO").
struct RateDistortion {
  std::int64_t images = 0;
  std::int64_t pixels = 0;  ///< of one image
  /// KL(q(z | x) || N(0, I)) in nats, mean over the images, per latent dimension [latent_dim].
  std::vector<double> kl;
  double mse = 0;          ///< per pixel in [0, 1], decoding the means of the posteriors
  double sampled_mse = 0;  ///< the same, decoding a sample of each posterior: the rate's distortion

  /// Bits per image, summed over latent dimensions: the length of the code under bits-back coding
  /// (Hinton & van Camp 1993), without the class a conditional model is given.
  [[nodiscard]] double rate_bits() const;
  /// Latent dimensions that carry information: those with a KL above `nats`.
  [[nodiscard]] std::int64_t active_dimensions(double nats = 0.01) const;
};

/// Over the images of batches 0 to `batches` - 1. `random` samples the posteriors.
/// Errors: no batches, a model without an encoder, or in training mode.
RateDistortion rate_distortion(GenerativeModel& model, const Batches& images, std::int64_t batches,
                               Random random);

/// Peak signal-to-noise ratio in dB for a mean squared error of pixels in [0, 1]: -10 log10(mse);
/// infinite for 0.
double psnr(double mse);

}  // namespace akin
