#include "akin/inference/forward_pass.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Core>

namespace akin::inference {

using numerics::whole_lanes;

namespace {

using Vector = Eigen::Map<Eigen::ArrayXf>;
using ConstVector = Eigen::Map<const Eigen::ArrayXf>;

constexpr std::size_t chunk_tokens = 32;  // computed at once: a weight is read once for all
constexpr float norm_epsilon = 1e-5F;
constexpr float head_epsilon = 1e-6F;

Floats floats(std::int64_t count) {
  return Floats(static_cast<std::size_t>(count));
}

/// [context, pairs] of function(position 10000^(-i / pairs)).
template <class Function>
Floats rotation_table(std::int64_t context, std::int64_t pairs, const Function& function) {
  Floats table;
  table.reserve(static_cast<std::size_t>(context * pairs));
  for (std::int64_t position = 0; position < context; ++position) {
    for (std::int64_t i = 0; i < pairs; ++i) {
      const double turn = std::pow(10000.0, -static_cast<double>(i) / static_cast<double>(pairs));
      table.push_back(static_cast<float>(function(static_cast<double>(position) * turn)));
    }
  }
  return table;
}

}  // namespace

ForwardPass::ForwardPass(const TransformerShape& shape,
                         std::shared_ptr<const DecoderWeights> weights,
                         const TransformerKernels& kernels)
    : shape_(shape),
      head_size_(shape.width / shape.heads),
      stride_(whole_lanes(shape.width)),
      hidden_stride_(whole_lanes(4 * shape.width)),
      kernels_(kernels),
      activation_(shape.squared_relu ? numerics::squared_relus().front()
                                     : numerics::gelus().front()),
      weights_(std::move(weights)),
      cache_(shape),
      stream_(floats(std::int64_t{chunk_tokens} * stride_)),
      normal_(floats(std::int64_t{chunk_tokens} * stride_)),
      hidden_(floats(std::int64_t{chunk_tokens} * hidden_stride_)),
      scores_(floats(whole_lanes(shape.context))),
      logits_(floats(shape.vocabulary)) {
  if (shape.rotary) {
    cosines_ = rotation_table(shape.context, head_size_ / 2, [](double x) { return std::cos(x); });
    sines_ = rotation_table(shape.context, head_size_ / 2, [](double x) { return std::sin(x); });
  }
}

std::span<const float> ForwardPass::run(std::span<const std::int32_t> tokens, std::int64_t first) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < tokens.size(); i += static_cast<std::size_t>(count)) {
    const auto chunk = tokens.subspan(i, std::min(chunk_tokens, tokens.size() - i));
    count = std::ssize(chunk);
    embed(chunk, first + static_cast<std::int64_t>(i));
    blocks(first + static_cast<std::int64_t>(i), count);
  }
  normalise(weights_->last_norm, count - 1, 1);
  multiply(weights_->head, {normal(count - 1), stride_}, {logits_.data(), shape_.vocabulary}, 1);
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
    for (std::int64_t i = 0; i < count; ++i) {
      attend(layer, first + i, hidden(i), normal(i));
    }
    add_product(block.attention_out, normals, hiddens, count);
    normalise(block.mlp_norm, 0, count);
    multiply(block.mlp_in, normals, hiddens, count);
    activate(count);
    add_product(block.mlp_out, hiddens, normals, count);
  }
}

/// qkv[3 width] of the token at `position`, whose predecessors' keys and values are stored ->
/// out[width].
void ForwardPass::attend(std::int64_t layer, std::int64_t position, float* qkv, float* out) {
  const std::int64_t tokens = position + 1;
  for (std::int64_t head = 0; head < shape_.heads; ++head) {
    float* query = qkv + head * head_size_;
    float* key = query + shape_.width;
    prepare(position, query);
    prepare(position, key);
    Vector(query, head_size_) /= std::sqrt(static_cast<float>(head_size_));
    cache_.store(layer, head, position, key, key + shape_.width);
    kernels_.product(cache_.keys(layer, head, tokens), {query, 0}, {scores_.data(), 0}, 1);
    kernels_.softmax(scores_.data(), tokens);
    kernels_.product(cache_.values(layer, head, tokens), {scores_.data(), 0},
                     {out + head * head_size_, 0}, 1);
  }
}

/// Normalises and rotates one head's query or key.
void ForwardPass::prepare(std::int64_t position, float* head) const {
  Vector x(head, head_size_);
  if (shape_.qk_norm) {
    x /= std::sqrt(x.square().mean() + head_epsilon);
  }
  if (shape_.rotary) {
    const std::int64_t pairs = head_size_ / 2;
    const float* cosines = cosines_.data() + position * pairs;
    const float* sines = sines_.data() + position * pairs;
    for (std::int64_t i = 0; i < pairs; ++i) {
      const float a = head[i];
      const float b = head[i + pairs];
      head[i] = a * cosines[i] - b * sines[i];
      head[i + pairs] = a * sines[i] + b * cosines[i];
    }
  }
}

void ForwardPass::activate(std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    activation_.forward(hidden(i), 4 * shape_.width, hidden(i));
  }
}

/// normal = norm(stream) * weight, for rows [first, first + count).
void ForwardPass::normalise(const Floats& weight, std::int64_t first, std::int64_t count) {
  const ConstVector weights(weight.data(), shape_.width);
  for (std::int64_t i = first; i < first + count; ++i) {
    const ConstVector x(stream(i), shape_.width);
    const float mean = shape_.rms_norm ? 0.0F : x.mean();
    const float variance = (x - mean).square().mean();
    Vector(normal(i), shape_.width) = (x - mean) * (weights / std::sqrt(variance + norm_epsilon));
  }
}

void ForwardPass::multiply(const WeightMatrix& matrix, Rows<const float> in, Rows<float> out,
                           std::int64_t count) const {
  if (const auto* floats = std::get_if<FloatMatrix>(&matrix)) {
    kernels_.product(*floats, in, out, count);
  } else {
    kernels_.bf16_product(std::get<numerics::BFloat16Matrix>(matrix), in, out, count);
  }
}

/// stream += matrix in, by way of `product`.
void ForwardPass::add_product(const WeightMatrix& matrix, Rows<const float> in, Rows<float> product,
                              std::int64_t count) {
  multiply(matrix, in, product, count);
  for (std::int64_t i = 0; i < count; ++i) {
    Vector(stream(i), shape_.width) += ConstVector(product.data + i * product.stride, shape_.width);
  }
}

}  // namespace akin::inference
