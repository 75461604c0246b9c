#include "akin/inference/transformer_shape.h"

#include "akin/base/require.h"

namespace akin::inference {
namespace {

constexpr WholeRange vocabulary_size_range = {1, std::int64_t{1} << 20U};
constexpr WholeRange context_range = {1, std::int64_t{1} << 14U};
constexpr WholeRange layers_range = {1, 256};
constexpr WholeRange heads_range = {1, 256};
constexpr WholeRange width_range = {1, std::int64_t{1} << 14U};
constexpr std::int64_t most_numbers = std::int64_t{1} << 28U;  // 1 GiB in float32

}  // namespace

void visit(SettingsVisitor& visitor, TransformerShape& shape) {
  visitor.whole("context", shape.context, context_range, "tokens the model sees at once");
  visitor.whole("layers", shape.layers, layers_range, "blocks of attention and MLP");
  visitor.whole("heads", shape.heads, heads_range, "attention heads in a layer");
  visitor.whole("width", shape.width, width_range, "numbers a token is made of between layers");
  visitor.flag("rotary", shape.rotary, "rotary positions instead of learnt ones");
  visitor.flag("rms_norm", shape.rms_norm, "RMSNorm instead of LayerNorm");
  visitor.flag("squared_relu", shape.squared_relu, "squared ReLU instead of GELU");
  visitor.flag("qk_norm", shape.qk_norm, "normalise queries and keys");
}

void require_valid(const TransformerShape& shape) {
  require_in_range("vocabulary_size", shape.vocabulary_size, vocabulary_size_range);
  require_in_range("context", shape.context, context_range);
  require_in_range("layers", shape.layers, layers_range);
  require_in_range("heads", shape.heads, heads_range);
  require_in_range("width", shape.width, width_range);
  require<UsageError>(shape.width % shape.heads == 0,
                      "[width] expected a multiple of the {} heads, got {}", shape.heads,
                      shape.width);
  require<UsageError>(!shape.rotary || shape.width / shape.heads % 2 == 0,
                      "[rotary] expected heads of even size, got width {} / heads {} = {}; choose "
                      "another width or learnt positions",
                      shape.width, shape.heads, shape.width / shape.heads);
  require<UsageError>(weight_count(shape) <= most_numbers,
                      "[width] expected at most {} weights in all, got {}; choose fewer layers or "
                      "a smaller width",
                      most_numbers, weight_count(shape));
  const std::int64_t cached = 2 * shape.layers * shape.context * shape.width;
  require<UsageError>(cached <= most_numbers,
                      "[context] expected at most {} numbers in the KV cache, got {}; choose a "
                      "shorter context",
                      most_numbers, cached);
}

std::map<std::string, std::vector<std::int64_t>> weight_shapes(const TransformerShape& shape) {
  const std::int64_t width = shape.width;
  std::map<std::string, std::vector<std::int64_t>> shapes = {
      {"transformer.wte.weight", {shape.vocabulary_size, width}},
      {"transformer.ln_f.weight", {width}},
  };
  if (!shape.rotary) {
    shapes["transformer.wpe.weight"] = {shape.context, width};
  }
  for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
    const std::string block = fmt::format("transformer.h.{}.", layer);
    shapes[block + "ln_1.weight"] = {width};
    shapes[block + "attn.c_attn.weight"] = {3 * width, width};
    shapes[block + "attn.c_proj.weight"] = {width, width};
    shapes[block + "ln_2.weight"] = {width};
    shapes[block + "mlp.c_fc.weight"] = {4 * width, width};
    shapes[block + "mlp.c_proj.weight"] = {width, 4 * width};
  }
  return shapes;
}

std::int64_t weight_count(const TransformerShape& shape) {
  const std::int64_t rows = shape.vocabulary_size + (shape.rotary ? 0 : shape.context) + 1;
  return shape.width * (rows + shape.layers * (12 * shape.width + 2));
}

}  // namespace akin::inference
