#pragma once

#include <memory>

#include "akin/data/digits.h"
#include "akin/families/gan/gan_training.h"
#include "akin/training/batches.h"

#include "support/training.h"

namespace akin::tests {

/// Settings of a GAN for digits whose training step takes a few milliseconds.
inline GanSettings tiny_settings(bool conditional = false) {
  GanSettings settings;
  settings.latent_dim = 6;
  settings.generator_width = 4;
  settings.discriminator_width = 4;
  settings.conditional = conditional;
  return settings;
}

inline std::shared_ptr<Gan> tiny_gan(std::uint64_t seed, bool conditional = false) {
  return make_gan(tiny_settings(conditional), {10, 28, 28}, seed);
}

inline Batches tiny_batches(std::int64_t batch_size = 8, torch::Device device = torch::kCPU) {
  static const data::Images images = data::digits(40, 1);
  return image_batches(images, batch_size, 2, device);
}

}  // namespace akin::tests
