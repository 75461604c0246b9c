#pragma once

#include "akin/inference/transformer_shape.h"
#include "akin/io/safetensors.h"
#include "akin/numerics/packed_matrix.h"

namespace akin::inference {

using numerics::Floats;
using numerics::WeightMatrix;

/// The weights of one layer.
struct BlockWeights {
  Floats attention_norm;       ///< ln_1 [width]
  WeightMatrix attention_in;   ///< attn.c_attn [3 width, width]
  WeightMatrix attention_out;  ///< attn.c_proj [width, width]
  Floats mlp_norm;             ///< ln_2 [width]
  WeightMatrix mlp_in;         ///< mlp.c_fc [4 width, width]
  WeightMatrix mlp_out;        ///< mlp.c_proj [width, 4 width]
};

/// The weights of a decoder-only Transformer, packed for products with vectors.
struct DecoderWeights {
  numerics::MatrixMemory matrices;  ///< what the matrices below lie in
  Floats embedding;                 ///< wte [vocabulary, width], row-major
  Floats positions;  ///< wpe [context, width], row-major; empty where positions are rotary
  std::vector<BlockWeights> blocks;
  Floats last_norm;   ///< ln_f [width]
  WeightMatrix head;  ///< wte [vocabulary, width]
};

using RawTensors = std::map<std::string, io::RawTensor>;

/// Takes the weights out of tensors with the names and shapes of weight_shapes(), F32; matrices are
/// kept in `precision`. Errors name all that are missing, unknown, of another shape or dtype; else
/// the first with a number that is not finite. "lm_head.weight" may be there if it equals
/// "transformer.wte.weight".
DecoderWeights read_decoder_weights(const TransformerShape& shape, const RawTensors& tensors,
                                    Precision precision);

}  // namespace akin::inference
