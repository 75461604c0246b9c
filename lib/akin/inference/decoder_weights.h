#pragma once

#include "akin/inference/matrix_memory.h"
#include "akin/inference/transformer_shape.h"
#include "akin/io/safetensors.h"

namespace akin::inference {

/// The weights of one layer.
struct BlockWeights {
  Floats attention_norm;     ///< ln_1 [width]
  MatrixView attention_in;   ///< attn.c_attn [3 width, width]
  MatrixView attention_out;  ///< attn.c_proj [width, width]
  Floats mlp_norm;           ///< ln_2 [width]
  MatrixView mlp_in;         ///< mlp.c_fc [4 width, width]
  MatrixView mlp_out;        ///< mlp.c_proj [width, 4 width]
};

/// The weights of a decoder-only Transformer, packed for products with vectors.
struct DecoderWeights {
  MatrixMemory matrices;  ///< what the views below are of
  Floats embedding;       ///< wte [vocabulary, width], row-major
  Floats positions;       ///< wpe [context, width], row-major; empty where positions are rotary
  std::vector<BlockWeights> blocks;
  Floats last_norm;  ///< ln_f [width]
  MatrixView head;   ///< wte [vocabulary, width]
};

using RawTensors = std::map<std::string, io::RawTensor>;

/// Takes the weights out of tensors with the names and shapes of weight_shapes(), F32. Errors name
/// all that are missing, unknown, of another shape or dtype; else the first with a number that is
/// not finite. "lm_head.weight" may be there if it equals "transformer.wte.weight".
DecoderWeights read_decoder_weights(const TransformerShape& shape, const RawTensors& tensors);

}  // namespace akin::inference
