#pragma once

#include <span>
#include <vector>

#include "akin/inference/forward_pass.h"

namespace akin::inference {

/// Runs a decoder-only Transformer token by token on the CPU, without LibTorch. Deterministic: the
/// logits depend on the weights and the window (the last tokens) only, not on how the tokens were
/// split over calls. Allocates nothing after construction. A copy shares the weights and continues
/// independently.
///
/// When the window is full, the next token drops all but its newest context / 2 tokens; the rest is
/// computed again with positions counted from the start of the shorter window. Generation never has
/// to stop.
class Decoder {
 public:
  /// `tensors`: of a model.safetensors or a module, as read_decoder_weights() expects them. bf16
  /// rounds the matrices, which halves the memory read per token, and thus the time of a model that
  /// exceeds the caches. Everything else is f32.
  Decoder(const TransformerShape& shape, const RawTensors& tensors,
          Precision precision = Precision::f32,
          const MatrixKernels& kernels = kernels::matrix_kernels().front());

  /// Logits [vocabulary_size] of the next token after `token`, valid until the next call. Error: a
  /// token outside the vocabulary.
  std::span<const float> step(std::int32_t token) { return feed({&token, 1}); }
  /// Logits after the last token, equal to those of a step() per token but faster. Errors: no
  /// tokens, or one outside the vocabulary; the decoder is then unchanged.
  std::span<const float> feed(std::span<const std::int32_t> tokens);
  /// Clears the window.
  void reset() { window_.clear(); }

  [[nodiscard]] const TransformerShape& shape() const { return shape_; }
  /// Tokens in the window, 0 to context.
  [[nodiscard]] std::int64_t position() const { return std::ssize(window_); }
  /// The tokens that the last logits depend on.
  [[nodiscard]] std::span<const std::int32_t> window() const { return window_; }

 private:
  void require_tokens(std::span<const std::int32_t> tokens) const;
  [[nodiscard]] std::int64_t window_after(std::int64_t count) const;

  TransformerShape shape_;
  ForwardPass pass_;
  std::vector<std::int32_t> window_;
};

}  // namespace akin::inference
