#pragma once

#include <memory>

#include "akin/data/digits.h"
#include "akin/families/gan/gan_training.h"
#include "akin/io/safetensors.h"
#include "akin/training/batches.h"

namespace akin::tests {

/// A GAN for digits that trains a step in a few milliseconds.
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

inline StepContext at_step(std::int64_t step) {
  return {3, step, 1.0};
}

inline void train(Trainable& training, const Batches& batches, std::int64_t begin,
                  std::int64_t end) {
  for (std::int64_t step = begin; step < end; ++step) {
    training.step(batches(step), at_step(step));
  }
}

/// All that later steps depend on, as a file would hold it.
inline io::Bytes state_bytes(const Trainable& training) {
  return io::format_safetensors({nn::to_raw(training.state()), {}});
}

}  // namespace akin::tests
