#pragma once

#include <span>
#include <vector>

#include "akin/inference/forward_pass.h"

namespace akin::inference {

/// A decoder-only Transformer that reads token by token: weights in, logits out. Deterministic: the
/// logits are a function of the weights and the window, the last tokens it was fed, however they
/// were fed. No memory is taken after construction. A copy shares the weights and continues on its
/// own.
///
/// A full window gives up its older half (all but the newest context / 2 tokens) when another token
/// comes: what then follows is what the model makes of the shorter window, with positions counted
/// from its start. So there is always a next token.
class Decoder {
 public:
  /// `tensors`: those of a model.safetensors, or of a module; read_decoder_weights() says what is
  /// expected of them. With bf16 the matrices are rounded to it, which halves what is read for a
  /// token: the time of a model that no near cache holds. All else is f32.
  Decoder(const TransformerShape& shape, const RawTensors& tensors,
          Precision precision = Precision::f32,
          const TransformerKernels& kernels = numerics::transformer_kernels().front());

  /// Logits [vocabulary] of what follows `token`; they last until the next call. Error: no token of
  /// the vocabulary.
  std::span<const float> step(std::int32_t token) { return feed({&token, 1}); }
  /// Logits behind the last token: the same as by a step per token, in less time. Errors: no token
  /// at all, or one that is none of the vocabulary; nothing has changed then.
  std::span<const float> feed(std::span<const std::int32_t> tokens);
  /// Forgets all tokens.
  void reset() { window_.clear(); }

  [[nodiscard]] const TransformerShape& shape() const { return shape_; }
  /// Tokens in the window: 0 to context.
  [[nodiscard]] std::int64_t position() const { return std::ssize(window_); }
  /// The tokens that the last logits follow from.
  [[nodiscard]] std::span<const std::int32_t> window() const { return window_; }

 private:
  void require_tokens(std::span<const std::int32_t> tokens) const;
  [[nodiscard]] std::int64_t window_behind(std::int64_t count) const;

  TransformerShape shape_;
  ForwardPass pass_;
  std::vector<std::int32_t> window_;
};

}  // namespace akin::inference
