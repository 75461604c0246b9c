#include "akin/nn/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Core>

#include "akin/nn/derivative.h"
#include "akin/nn/heads.h"
#include "akin/nn/parallel.h"
#include "akin/numerics/transformer_kernels.h"

namespace akin::nn {

using numerics::FloatMatrix;
using numerics::Floats;
using numerics::whole_lanes;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using In = numerics::Rows<const float>;
using Out = numerics::Rows<float>;

namespace {

constexpr std::int64_t block_rows = 16;  // queries or keys that are worked on together

const numerics::TransformerKernels& kernels() {
  static const numerics::TransformerKernels fastest = numerics::transformer_kernels().front();
  return fastest;
}

template <class T>
numerics::Rows<T> from(numerics::Rows<T> rows, std::int64_t first) {
  return {rows.data + first * rows.stride, rows.stride};
}

/// The matrix [rows, inner] whose columns lie in memory as rows do.
FloatMatrix by_columns(In columns, std::int64_t rows, std::int64_t inner) {
  return {columns.data, rows, inner, columns.stride, numerics::group_rows};
}

void transpose(In in, std::int64_t rows, std::int64_t columns, Out out) {
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) {
      out.data[c * out.stride + r] = in.data[r * in.stride + c];
    }
  }
}

/// One head at work: t queries and keys of d numbers each. Nothing is computed of the triangle that
/// must not be seen, but for the blocks on its edge.
class Head {
 public:
  Head(std::int64_t t, std::int64_t d)
      : t_(t),
        d_(d),
        stride_(whole_lanes(t)),
        scale_(static_cast<float>(1 / std::sqrt(static_cast<double>(d)))),
        columns_(static_cast<std::size_t>(d * stride_)),
        slopes_(static_cast<std::size_t>(t * stride_)),
        turned_(static_cast<std::size_t>(t * stride_)) {}

  /// shares [t, stride], of which each query's up to its block's last key are written.
  void forward(In q, In k, In v, Out shares, Out out) {
    const Out columns{columns_.data(), stride_};
    transpose(k, t_, d_, columns);
    for (std::int64_t b = 0; b < t_; b += block_rows) {
      const std::int64_t count = std::min(block_rows, t_ - b);
      kernels().product(by_columns(columns, b + count, d_), from(q, b), from(shares, b), count);
      for (std::int64_t i = b; i < b + count; ++i) {
        float* row = shares[i];
        Eigen::Map<Eigen::ArrayXf>(row, i + 1) *= scale_;
        kernels().softmax(row, i + 1);
        std::fill(row + i + 1, row + b + count, 0.0F);
      }
      kernels().product(by_columns(v, d_, b + count), from(shares, b), from(out, b), count);
    }
  }

  struct Gradients {
    Out q, k, v;
  };
  void backward(In q, In k, In v, In shares, In out_gradient, const Gradients& gradients) {
    const Out slopes{slopes_.data(), stride_};  // the loss's gradient with respect to the scores
    const Out columns{columns_.data(), stride_};
    transpose(v, t_, d_, columns);
    for (std::int64_t b = 0; b < t_; b += block_rows) {
      const std::int64_t count = std::min(block_rows, t_ - b);
      kernels().product(by_columns(columns, b + count, d_), from(out_gradient, b), from(slopes, b),
                        count);
      for (std::int64_t i = b; i < b + count; ++i) {
        softmax_backward(shares[i], slopes[i], i + 1);
        std::fill(slopes[i] + i + 1, slopes[i] + b + count, 0.0F);
      }
      kernels().product(by_columns(k, d_, b + count), from(slopes, b), from(gradients.q, b), count);
    }
    sum_over_queries(shares, out_gradient, gradients.v);
    sum_over_queries(slopes, q, gradients.k);
  }

 private:
  /// slopes: with respect to softmax(scale * score) -> with respect to the scores.
  void softmax_backward(const float* shares, float* slopes, std::int64_t count) const {
    const Eigen::Map<const Eigen::ArrayXf> share(shares, count);
    Eigen::Map<Eigen::ArrayXf> slope(slopes, count);
    const float mean = (share * slope).sum();
    slope = share * (slope - mean) * scale_;
  }

  /// out[j] = sum over i >= j of weights[i][j] rows[i]
  void sum_over_queries(In weights, In rows, Out out) {
    const Out turned{turned_.data(), stride_};
    for (std::int64_t b = 0; b < t_; b += block_rows) {
      const std::int64_t count = std::min(block_rows, t_ - b);
      const In block = from(weights, b);
      transpose({block.data + b, block.stride}, t_ - b, count, turned);
      kernels().product(by_columns(from(rows, b), d_, t_ - b), turned, from(out, b), count);
    }
  }

  std::int64_t t_, d_, stride_;
  float scale_;
  Floats columns_, slopes_, turned_;
};

/// Calls work(head, index) for all heads of all sequences.
template <class Work>
void for_each_head(const Tensor& q, const Work& work) {
  nn::parallel_for(q.size(0) * q.size(1), 1, [&](std::int64_t begin, std::int64_t end) {
    Head head(q.size(2), q.size(3));
    for (std::int64_t i = begin; i < end; ++i) {
      work(head, i);
    }
  });
}

class FastAttention : public torch::autograd::Function<FastAttention> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& queries, const Tensor& keys,
                        const Tensor& values) {
    const Tensor q = with_dense_rows(queries);  // [n, heads, t, d]
    const Tensor k = with_dense_rows(keys);     // [n, heads, t, d]
    const Tensor v = with_dense_rows(values);   // [n, heads, t, d]
    const Tensor shares = torch::empty({q.size(0), q.size(1), q.size(2), whole_lanes(q.size(2))},
                                       q.options());  // [n, heads, t, >= t]
    const Tensor out = heads_together(q);             // [n, heads, t, d]
    for_each_head(q, [&](Head& head, std::int64_t i) {
      head.forward(rows_of<const float>(q, i), rows_of<const float>(k, i),
                   rows_of<const float>(v, i), rows_of<float>(shares, i), rows_of<float>(out, i));
    });
    context->save_for_backward({q, k, v, shares});
    return out.transpose(1, 2).flatten(2);  // [n, t, heads * d]
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_last_derivative("attention");
    const auto saved = context->get_saved_variables();
    const Tensor& q = saved[0];
    const Tensor out_gradient = with_dense_rows(
        gradients.front().unflatten(2, {q.size(1), q.size(3)}).transpose(1, 2));  // as q
    const Tensor of_q = heads_together(q);
    const Tensor of_k = heads_together(q);
    const Tensor of_v = heads_together(q);
    for_each_head(q, [&](Head& head, std::int64_t i) {
      head.backward(rows_of<const float>(q, i), rows_of<const float>(saved[1], i),
                    rows_of<const float>(saved[2], i), rows_of<const float>(saved[3], i),
                    rows_of<const float>(out_gradient, i),
                    {rows_of<float>(of_q, i), rows_of<float>(of_k, i), rows_of<float>(of_v, i)});
    });
    return {of_q, of_k, of_v};
  }
};

/// 0 where a query may see a key, else -infinity: [t, s].
Tensor causal_mask(std::int64_t t, std::int64_t s, const Tensor& like) {
  return torch::full({t, s}, -std::numeric_limits<float>::infinity(), like.options())
      .triu(s - t + 1);
}

}  // namespace

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v) {
  const bool fast = q.is_cpu() && q.size(2) > 1 && q.size(2) == k.size(2) &&
                    q.size(3) % numerics::lane_count == 0;
  return fast ? FastAttention::apply(q, k, v) : reference_attention(q, k, v);
}

Tensor attention_weights(const Tensor& q, const Tensor& k) {
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(3)));
  Tensor scores = torch::matmul(q * scale, k.transpose(2, 3));  // [n, heads, t, s]
  if (q.size(2) > 1) {
    scores = scores + causal_mask(q.size(2), k.size(2), scores);  // [n, heads, t, s]
  }
  return torch::softmax(scores, 3);
}

Tensor reference_attention(const Tensor& q, const Tensor& k, const Tensor& v) {
  const Tensor seen = torch::matmul(attention_weights(q, k), v);  // [n, heads, t, d]
  return seen.transpose(1, 2).flatten(2);                         // [n, t, heads * d]
}

}  // namespace akin::nn
