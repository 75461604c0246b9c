#include "akin/inference/decoder.h"

#include <algorithm>
#include <memory>

#include "akin/base/require.h"

namespace akin::inference {

Decoder::Decoder(const TransformerShape& shape, const RawTensors& tensors, Precision precision,
                 const MatrixKernels& kernels)
    : shape_(shape),
      pass_(shape,
            std::make_shared<const DecoderWeights>(read_decoder_weights(shape, tensors, precision)),
            kernels) {
  window_.reserve(static_cast<std::size_t>(shape.context));
}

std::span<const float> Decoder::feed(std::span<const std::int32_t> tokens) {
  require_tokens(tokens);
  const std::int64_t length = window_after(std::ssize(tokens));
  const std::int64_t known = position();
  if (length == known + std::ssize(tokens)) {
    window_.insert(window_.end(), tokens.begin(), tokens.end());
    return pass_.run(tokens, known);
  }
  const std::int64_t kept = std::max<std::int64_t>(length - std::ssize(tokens), 0);
  window_.erase(window_.begin(), window_.end() - kept);
  window_.insert(window_.end(), tokens.end() - (length - kept), tokens.end());
  return pass_.run(window_, 0);
}

void Decoder::require_tokens(std::span<const std::int32_t> tokens) const {
  require(!tokens.empty(), "[decoder] expected a token, got none; start with any, such as 0");
  for (const std::int32_t token : tokens) {
    require(token >= 0 && token < shape_.vocabulary_size,
            "[decoder] expected tokens from 0 to {}, got {}; is it the tokenizer of this model?",
            shape_.vocabulary_size - 1, token);
  }
}

/// The length of the window after `count` >= 1 more single tokens: it grows to the context, drops
/// to half of it, and grows again.
std::int64_t Decoder::window_after(std::int64_t count) const {
  const std::int64_t length = position() + count;
  const std::int64_t kept = shape_.context / 2;
  const std::int64_t beyond = length - shape_.context - 1;
  return beyond < 0 ? length : kept + 1 + beyond % (shape_.context - kept);
}

}  // namespace akin::inference
