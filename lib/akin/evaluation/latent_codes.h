#pragma once

#include "akin/models/generative_model.h"
#include "akin/training/batches.h"

namespace akin {

/// What an encoder makes of n images, on the CPU.
struct LatentCodes {
  Posterior posterior;   ///< [n, latent_dim]
  torch::Tensor labels;  ///< int64 [n], undefined without labels
};

/// Encodes batches 0 to `batches` - 1, without gradients. Errors: no batches, a model without
/// an encoder, or in training mode.
LatentCodes encode_images(GenerativeModel& model, const Batches& images, std::int64_t batches);

}  // namespace akin
