#pragma once

#include "akin/families/vae/vae.h"
#include "akin/training/batches.h"

namespace akin {

/// Images as a VAE's encoder sees them, on the CPU.
struct Codes {
  Posterior posterior;   ///< [n, latent_dim]
  torch::Tensor labels;  ///< int64 [n], undefined without labels
};

/// Of the images of batches 0 to `batches` - 1, without gradients. Errors: no batch, a VAE in
/// training mode.
Codes encode_images(Vae& vae, const Batches& images, std::int64_t batches);

}  // namespace akin
