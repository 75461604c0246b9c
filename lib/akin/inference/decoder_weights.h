#pragma once

#include "akin/inference/transformer_shape.h"
#include "akin/io/safetensors.h"
#include "akin/kernels/packed_matrix.h"

namespace akin::inference {

using kernels::Floats;
using kernels::WeightMatrix;

/// The weights of one layer.
struct BlockWeights {
  Floats attention_norm;       ///< ln_1 [width]
  WeightMatrix attention_in;   ///< attn.c_attn [3 width, width]
  WeightMatrix attention_out;  ///< attn.c_proj [width, width]
  Floats mlp_norm;             ///< ln_2 [width]
  WeightMatrix mlp_in;         ///< mlp.c_fc [4 width, width]
  WeightMatrix mlp_out;        ///< mlp.c_proj [width, 4 width]
};

/// The weights of a decoder-only Transformer, packed for matrix-vector products.
struct DecoderWeights {
  kernels::MatrixMemory matrices;  ///< memory of the matrices below
  Floats embedding;                ///< wte [vocabulary_size, width], row-major
  Floats positions;                ///< wpe [context, width], row-major; empty for rotary positions
  std::vector<BlockWeights> blocks;
  Floats last_norm;   ///< ln_f [width]
  WeightMatrix head;  ///< wte [vocabulary_size, width]
};

using RawTensors = std::map<std::string, io::RawTensor>;

/// Reads F32 tensors with the names and shapes of weight_shapes() and packs the matrices in
/// `precision`. "lm_head.weight" is allowed if it equals "transformer.wte.weight". Errors name all
/// tensors that are missing, unknown or of another shape or dtype, else the first that is not
/// finite.
DecoderWeights read_decoder_weights(const TransformerShape& shape, const RawTensors& tensors,
                                    Precision precision);

}  // namespace akin::inference
