#include "akin/inference/forward_pass.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Core>

#include "akin/kernels/attention.h"

namespace akin::inference {

using kernels::padded_to_lanes;

namespace {

using Vector = Eigen::Map<Eigen::ArrayXf>;
using ConstVector = Eigen::Map<const Eigen::ArrayXf>;

constexpr std::int64_t chunk_tokens = 32;  // computed together: each weight is read once for all
constexpr float norm_eps = 1e-5F;
constexpr float qk_norm_eps = 1e-6F;

Floats floats(std::int64_t count) {
  return Floats(static_cast<std::size_t>(count));
}

/// [context, pairs] of function(position 10000^(-i / pairs)).
template <class Function>
Floats rotary_table(std::int64_t context, std::int64_t pairs, const Function& function) {
  Floats table;
  table.reserve(static_cast<std::size_t>(context * pairs));
  for (std::int64_t position = 0; position < context; ++position) {
    for (std::int64_t i = 0; i < pairs; ++i) {
      const double frequency =
          std::pow(10000.0, -static_cast<double>(i) / static_cast<double>(pairs));
      table.push_back(static_cast<float>(function(static_cast<double>(position) * frequency)));
    }
  }
  return table;
}

}  // namespace

ForwardPass::ForwardPass(const TransformerShape& shape,
                         std::shared_ptr<const DecoderWeights> weights,
                         const MatrixKernels& kernels)
    : shape_(shape),
      head_size_(shape.width / shape.heads),
      stride_(padded_to_lanes(shape.width)),
      hidden_stride_(padded_to_lanes(4 * shape.width)),
      kernels_(kernels),
      norms_(kernels::norm_kernels().front()),
      activation_(shape.squared_relu ? kernels::squared_relu_kernels().front()
                                     : kernels::gelu_kernels().front()),
      weights_(std::move(weights)),
      cache_(shape),
      ones_(static_cast<std::size_t>(head_size_), 1.0F),
      stream_(floats(chunk_tokens * stride_)),
      normal_(floats(chunk_tokens * stride_)),
      hidden_(floats(chunk_tokens * hidden_stride_)),
      queries_(floats(chunk_tokens * head_size_)),
      keys_(floats(chunk_tokens * head_size_)),
      attention_weights_(floats(chunk_tokens * padded_to_lanes(shape.context))),
      logits_(floats(shape.vocabulary_size)) {
  if (shape.rotary) {
    cosines_ = rotary_table(shape.context, head_size_ / 2, [](double x) { return std::cos(x); });
    sines_ = rotary_table(shape.context, head_size_ / 2, [](double x) { return std::sin(x); });
  }
}

std::span<const float> ForwardPass::run(std::span<const std::int32_t> tokens, std::int64_t first) {
  std::int64_t count = 0;
  for (std::int64_t i = 0; i < std::ssize(tokens); i += count) {
    count = std::min(chunk_tokens, std::ssize(tokens) - i);
    embed(tokens.subspan(static_cast<std::size_t>(i), static_cast<std::size_t>(count)), first + i);
    blocks(first + i, count);
  }
  normalise(weights_->last_norm, count - 1, 1);
  multiply(weights_->head, {normal(count - 1), stride_}, {logits_.data(), shape_.vocabulary_size},
           1);
  return logits_;
}

void ForwardPass::embed(std::span<const std::int32_t> tokens, std::int64_t first) {
  for (std::int64_t i = 0; i < std::ssize(tokens); ++i) {
    const std::int64_t token = tokens[static_cast<std::size_t>(i)];
    Vector x(stream(i), shape_.width);
    x = ConstVector(weights_->embedding.data() + token * shape_.width, shape_.width);
    if (!shape_.rotary) {
      x += ConstVector(weights_->positions.data() + (first + i) * shape_.width, shape_.width);
    }
  }
}

void ForwardPass::blocks(std::int64_t first, std::int64_t count) {
  const Rows<float> normals{normal(0), stride_};
  const Rows<float> hiddens{hidden(0), hidden_stride_};
  for (std::int64_t layer = 0; layer < shape_.layers; ++layer) {
    const BlockWeights& block = weights_->blocks[static_cast<std::size_t>(layer)];
    normalise(block.attention_norm, 0, count);
    multiply(block.attention_in, normals, hiddens, count);
    attend(layer, first, count);
    add_product(block.attention_out, normals, hiddens, count);
    normalise(block.mlp_norm, 0, count);
    multiply(block.mlp_in, normals, hiddens, count);
    for (std::int64_t i = 0; i < count; ++i) {
      activation_.forward(hidden(i), 4 * shape_.width, hidden(i));
    }
    add_product(block.mlp_out, hiddens, normals, count);
  }
}

/// hidden [q, k, v] of tokens from position `first` on -> attention output in normal [width].
/// Stores keys and values.
void ForwardPass::attend(std::int64_t layer, std::int64_t first, std::int64_t count) {
  const std::int64_t tokens = first + count;
  const Rows<float> hiddens{hidden(0), hidden_stride_};
  for (std::int64_t head = 0; head < shape_.heads; ++head) {
    const std::int64_t offset = head * head_size_;
    const Rows<float> q = {hiddens.data + offset, hiddens.stride};
    const Rows<float> k = {q.data + shape_.width, q.stride};
    const Rows<float> v = {k.data + shape_.width, k.stride};
    const Rows<const float> queries = prepare(q, first, count, queries_);
    const Rows<const float> keys = prepare(k, first, count, keys_);
    for (std::int64_t i = 0; i < count; ++i) {
      cache_.store(layer, head, first + i, keys[i], v[i]);
    }
    kernels::causal_attention(kernels_, cache_.keys(layer, head, tokens),
                              cache_.values(layer, head, tokens), queries, first, count,
                              {attention_weights_.data(), padded_to_lanes(shape_.context)},
                              {normal(0) + offset, stride_});
  }
}

/// Queries or keys of one head, normalised and rotated as the shape says; in `prepared` if that
/// changes them.
Rows<const float> ForwardPass::prepare(Rows<const float> x, std::int64_t first, std::int64_t count,
                                       Floats& prepared) const {
  const Rows<float> y = {prepared.data(), head_size_};
  const kernels::Norm norm = {head_size_, qk_norm_eps};
  const std::int64_t offset = shape_.rotary ? first * (head_size_ / 2) : 0;
  const kernels::RotaryTable table = {cosines_.data() + offset, sines_.data() + offset};
  if (shape_.qk_norm && shape_.rotary) {
    norms_.rotary_rms_norm(norm, table, x, count, y);
  } else if (shape_.qk_norm) {
    norms_.rms_norm(norm, ones_.data(), x, count, y);
  } else if (shape_.rotary) {
    norms_.rotary(head_size_, table, x, count, y);
  } else {
    return x;
  }
  return y;
}

/// normal = norm(stream) for rows [first, first + count).
void ForwardPass::normalise(const Floats& gain, std::int64_t first, std::int64_t count) {
  const auto norm = shape_.rms_norm ? norms_.rms_norm : norms_.layer_norm;
  norm({shape_.width, norm_eps}, gain.data(), {stream(first), stride_}, count,
       {normal(first), stride_});
}

void ForwardPass::multiply(const WeightMatrix& matrix, Rows<const float> in, Rows<float> out,
                           std::int64_t count) const {
  if (const auto* floats = std::get_if<FloatMatrix>(&matrix)) {
    kernels_.product(*floats, in, out, count);
  } else {
    kernels_.bf16_product(std::get<kernels::BFloat16Matrix>(matrix), in, out, count);
  }
}

/// stream += matrix in. `product` is scratch memory.
void ForwardPass::add_product(const WeightMatrix& matrix, Rows<const float> in, Rows<float> product,
                              std::int64_t count) {
  multiply(matrix, in, product, count);
  for (std::int64_t i = 0; i < count; ++i) {
    Vector(stream(i), shape_.width) += ConstVector(product[i], shape_.width);
  }
}

}  // namespace akin::inference
