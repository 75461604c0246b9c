#pragma once

#include <memory>
#include <string>

#include "akin/families/vae/vae.h"

namespace akin::tests {

/// A VAE for digits with four latent dimensions.
inline std::shared_ptr<Vae> tiny_vae(std::uint64_t seed, const std::string& architecture = "mini",
                                     bool conditional = false) {
  VaeSettings settings;
  settings.architecture = architecture;
  settings.latent_dim = 4;
  settings.encoder_width = 4;
  settings.decoder_width = 4;
  settings.conditional = conditional;
  return make_vae(settings, {10, 28, 28}, seed);
}

}  // namespace akin::tests
