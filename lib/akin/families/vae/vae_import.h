#pragma once

#include "akin/experiment/family.h"

namespace akin {

/// Reads the weights of the VAE in PyTorch's examples, which tell latent_dim, classes and the side
/// of its square images. Errors: missing or unknown tensors, or of other shapes; UsageErrors:
/// another architecture, a tokenizer.
ImportedWeights import_vae(const WeightFile& file);

}  // namespace akin
