#pragma once

#include "akin/experiment/family.h"

namespace akin {

/// Reads the weights of a DCGAN, "generator." and "discriminator." before its names, which tell
/// latent_dim and classes. Errors: missing or unknown tensors, or of other shapes; UsageErrors:
/// another architecture, a tokenizer.
ImportedWeights import_gan(const WeightFile& file);

}  // namespace akin
