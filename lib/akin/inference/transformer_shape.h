#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "akin/base/settings.h"

namespace akin::inference {

/// The hyperparameters of a decoder-only Transformer, shared by the decoder here and the module
/// that is trained. Pre-norm blocks without biases:
///
///     x = wte[token] (+ wpe[position])
///     x = x + attn(ln_1(x));  x = x + mlp(ln_2(x))                      for every layer
///     logits = lm_head(ln_f(x))                                         lm_head is wte
///     attn: q, k, v = thirds of c_attn(x), heads are slices of width / heads;
///           c_proj(softmax(q k^T / sqrt(d), causal) v)                  d = width / heads
///     mlp:  c_proj(activation(c_fc(x))), c_fc to 4 width
///
/// Positions are counted from the start of the window.
struct TransformerShape {
  std::int64_t context = 64;  ///< maximum length of the window, in tokens
  std::int64_t layers = 4;
  std::int64_t heads = 4;
  std::int64_t width = 128;  ///< a multiple of heads
  /// Rotary position embedding (RoPE, Su et al. 2021) instead of learnt positions: the pair (a, b)
  /// = (i, i + d/2) of every q and k becomes (a cos - b sin, a sin + b cos) of the angle position *
  /// 10000^(-2i/d).
  bool rotary = false;
  /// x / sqrt(mean(x^2) + 1e-5) * weight (Zhang & Sennrich 2019) instead of a LayerNorm with weight
  /// and eps 1e-5.
  bool rms_norm = false;
  bool squared_relu = false;  ///< max(x, 0)^2 (So et al. 2021) instead of GELU by the exact erf
  /// q and k of every head divided by sqrt(mean(x^2) + 1e-6), before any rotation (Henry et al.
  /// 2020).
  bool qk_norm = false;

  std::int64_t vocabulary_size = 0;  ///< set from the tokenizer, not a setting

  bool operator==(const TransformerShape&) const = default;
};
/// All but vocabulary_size.
void visit(SettingsVisitor& visitor, TransformerShape& shape);

/// UsageErrors: a value out of range, a width that is not a multiple of heads, rotary positions
/// with an odd head size, more than 2^28 weights or numbers in the KV cache.
void require_valid(const TransformerShape& shape);

/// Names and shapes of all weights, as in nanoGPT: [rows, columns] = [out, in], row-major. The
/// output layer "lm_head.weight" is tied to "transformer.wte.weight" and not listed.
std::map<std::string, std::vector<std::int64_t>> weight_shapes(const TransformerShape& shape);

/// The number of parameters.
std::int64_t weight_count(const TransformerShape& shape);

}  // namespace akin::inference
