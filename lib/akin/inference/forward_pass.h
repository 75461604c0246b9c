#pragma once

#include <memory>
#include <span>

#include "akin/inference/decoder_weights.h"
#include "akin/inference/key_value_cache.h"
#include "akin/numerics/activations.h"
#include "akin/numerics/transformer_kernels.h"

namespace akin::inference {

using numerics::Rows;
using numerics::TransformerKernels;

/// The Transformer's arithmetic for tokens whose predecessors it has computed before; checks
/// nothing and knows no window. Takes all its memory at once.
class ForwardPass {
 public:
  ForwardPass(const TransformerShape& shape, std::shared_ptr<const DecoderWeights> weights,
              const TransformerKernels& kernels);

  /// Tokens at positions `first`, first + 1, ... below the context; at least one. Returns the
  /// logits [vocabulary] behind the last, which last until the next call.
  std::span<const float> run(std::span<const std::int32_t> tokens, std::int64_t first);

 private:
  /// Row i of a buffer below.
  [[nodiscard]] float* stream(std::int64_t i) { return stream_.data() + i * stride_; }
  [[nodiscard]] float* normal(std::int64_t i) { return normal_.data() + i * stride_; }
  [[nodiscard]] float* hidden(std::int64_t i) { return hidden_.data() + i * hidden_stride_; }

  void embed(std::span<const std::int32_t> tokens, std::int64_t first);
  void blocks(std::int64_t first, std::int64_t count);
  void attend(std::int64_t layer, std::int64_t position, float* qkv, float* out);
  void prepare(std::int64_t position, float* head) const;
  void activate(std::int64_t count);
  void normalise(const Floats& weight, std::int64_t first, std::int64_t count);
  void multiply(const WeightMatrix& matrix, Rows<const float> in, Rows<float> out,
                std::int64_t count) const;
  void add_product(const WeightMatrix& matrix, Rows<const float> in, Rows<float> product,
                   std::int64_t count);

  TransformerShape shape_;
  std::int64_t head_size_;
  std::int64_t stride_;
  std::int64_t hidden_stride_;
  TransformerKernels kernels_;
  numerics::Activation activation_;
  std::shared_ptr<const DecoderWeights> weights_;
  KeyValueCache cache_;
  Floats cosines_, sines_;  ///< [context, head size / 2], where positions are rotary

  // Of the tokens computed at once, a row each.
  Floats stream_;  ///< x [width]
  Floats normal_;  ///< x behind a norm, or what the heads say, or what is to be added to x [width]
  Floats hidden_;  ///< queries, keys and values [3 width], or the MLP's hidden layer [4 width]
  Floats scores_;  ///< [context]
  Floats logits_;  ///< [vocabulary]
};

}  // namespace akin::inference
