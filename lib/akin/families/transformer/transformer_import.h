#pragma once

#include "akin/experiment/family.h"

namespace akin {

/// Reads the weights of a nanoGPT, which tell vocabulary, context, layers, width, and whether
/// positions are learnt; the settings given tell the rest: heads, rms_norm, squared_relu, qk_norm,
/// and the context with RoPE. Buffers with the causal mask are dropped; "lm_head" may be there, or
/// stand in for "transformer.wte" (of two names for one tensor, a file may keep either). Errors:
/// missing, unknown or transposed tensors, biases, an output layer of its own; a vocabulary of
/// another size than the tokenizer's. UsageErrors: no heads given, or heads that do not divide the
/// width; no tokenizer.
ImportedWeights import_transformer(const WeightFile& file);

}  // namespace akin
