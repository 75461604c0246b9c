#include "akin/nn/attention.h"

#include <cmath>
#include <limits>

#include "akin/kernels/attention.h"
#include "akin/nn/autograd_helpers.h"
#include "akin/nn/torch_parallel.h"

namespace akin::nn {

using kernels::AttentionHead;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// Calls work(head, index) for each head of each sequence.
template <class Work>
void for_each_head(const Tensor& q, const Work& work) {
  parallel_ranges(q.size(0) * q.size(1), 1, [&](std::int64_t begin, std::int64_t end) {
    AttentionHead head(q.size(2), q.size(3));
    for (std::int64_t i = begin; i < end; ++i) {
      work(head, i);
    }
  });
}

struct CausalAttention : torch::autograd::Function<CausalAttention> {
  static Tensor forward(AutogradContext* context, const Tensor& queries, const Tensor& keys,
                        const Tensor& values) {
    const Tensor q = with_dense_rows(queries);  // [n, heads, t, d]
    const Tensor k = with_dense_rows(keys);     // [n, heads, t, d]
    const Tensor v = with_dense_rows(values);   // [n, heads, t, d]
    const Tensor weights =
        torch::empty({q.size(0), q.size(1), q.size(2), kernels::padded_to_lanes(q.size(2))},
                     q.options());           // [n, heads, t, >= t]
    const Tensor out = empty_heads_like(q);  // [n, heads, t, d]
    for_each_head(q, [&](AttentionHead& head, std::int64_t i) {
      head.forward(head_rows<const float>(q, i), head_rows<const float>(k, i),
                   head_rows<const float>(v, i), head_rows<float>(weights, i),
                   head_rows<float>(out, i));
    });
    context->save_for_backward({q, k, v, weights});
    return out.transpose(1, 2).flatten(2);  // [n, t, heads * d]
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require_first_derivative("attention");
    const auto saved = context->get_saved_variables();
    const Tensor& q = saved[0];
    const Tensor grad_out = with_dense_rows(
        gradients.front().unflatten(2, {q.size(1), q.size(3)}).transpose(1, 2));  // as q
    const Tensor grad_q = empty_heads_like(q);
    const Tensor grad_k = empty_heads_like(q);
    const Tensor grad_v = empty_heads_like(q);
    for_each_head(q, [&](AttentionHead& head, std::int64_t i) {
      head.backward(
          head_rows<const float>(q, i), head_rows<const float>(saved[1], i),
          head_rows<const float>(saved[2], i), head_rows<const float>(saved[3], i),
          head_rows<const float>(grad_out, i),
          {head_rows<float>(grad_q, i), head_rows<float>(grad_k, i), head_rows<float>(grad_v, i)});
    });
    return {grad_q, grad_k, grad_v};
  }
};

/// 0 where a query attends to a key, else -infinity: [t, s].
Tensor causal_mask(std::int64_t t, std::int64_t s, const Tensor& like) {
  return torch::full({t, s}, -std::numeric_limits<float>::infinity(), like.options())
      .triu(s - t + 1);
}

}  // namespace

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v) {
  const bool fast =
      q.is_cpu() && q.size(2) > 1 && q.size(2) == k.size(2) && q.size(3) % kernels::lane_count == 0;
  return fast ? CausalAttention::apply(q, k, v) : reference_attention(q, k, v);
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
  const Tensor out = torch::matmul(attention_weights(q, k), v);  // [n, heads, t, d]
  return out.transpose(1, 2).flatten(2);                         // [n, t, heads * d]
}

}  // namespace akin::nn
