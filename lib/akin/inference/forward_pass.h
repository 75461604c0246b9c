#pragma once

#include <memory>
#include <span>

#include "akin/inference/decoder_weights.h"
#include "akin/inference/key_value_cache.h"
#include "akin/kernels/activations.h"
#include "akin/kernels/matrix_products.h"
#include "akin/kernels/norms.h"

namespace akin::inference {

using kernels::MatrixKernels;
using kernels::Rows;

/// The forward computation of a Transformer for tokens whose predecessors are in its KV cache, as a
/// sequence of kernel calls. Checks nothing. Allocates all memory at construction.
class ForwardPass {
 public:
  ForwardPass(const TransformerShape& shape, std::shared_ptr<const DecoderWeights> weights,
              const MatrixKernels& kernels);

  /// Takes at least one token, at positions `first`, first + 1, ... below the context. Returns the
  /// logits [vocabulary_size] after the last token, valid until the next call.
  std::span<const float> run(std::span<const std::int32_t> tokens, std::int64_t first);

 private:
  /// Row i of a buffer below.
  [[nodiscard]] float* stream(std::int64_t i) { return stream_.data() + i * stride_; }
  [[nodiscard]] float* normal(std::int64_t i) { return normal_.data() + i * stride_; }
  [[nodiscard]] float* hidden(std::int64_t i) { return hidden_.data() + i * hidden_stride_; }

  void embed(std::span<const std::int32_t> tokens, std::int64_t first);
  void blocks(std::int64_t first, std::int64_t count);
  void attend(std::int64_t layer, std::int64_t first, std::int64_t count);
  Rows<const float> prepare(Rows<const float> x, std::int64_t first, std::int64_t count,
                            Floats& prepared) const;
  void normalise(const Floats& gain, std::int64_t first, std::int64_t count);
  void multiply(const WeightMatrix& matrix, Rows<const float> in, Rows<float> out,
                std::int64_t count) const;
  void add_product(const WeightMatrix& matrix, Rows<const float> in, Rows<float> product,
                   std::int64_t count);

  TransformerShape shape_;
  std::int64_t head_size_;
  std::int64_t stride_;
  std::int64_t hidden_stride_;
  MatrixKernels kernels_;
  kernels::NormKernels norms_;
  kernels::ActivationKernels activation_;
  std::shared_ptr<const DecoderWeights> weights_;
  KeyValueCache cache_;
  Floats cosines_, sines_;  ///< rotary table [context, head size / 2], if positions are rotary
  Floats ones_;             ///< [head size]: the gain of queries and keys

  // One row per token of a chunk.
  Floats stream_;             ///< residual stream x [width]
  Floats normal_;             ///< norm(x), or the attention output, or what is added to x [width]
  Floats hidden_;             ///< q, k, v [3 width], or the MLP's hidden layer [4 width]
  Floats queries_;            ///< of one head [head size]
  Floats keys_;               ///< of one head [head size]
  Floats attention_weights_;  ///< of one head [context]
  Floats logits_;             ///< [vocabulary_size], of the last token only
};

}  // namespace akin::inference
