#include "akin/families/transformer/sequence_model.h"

#include "akin/nn/autocast.h"

namespace akin {

using torch::Tensor;

SequenceModel::SequenceModel(const TransformerShape& shape, std::uint64_t seed)
    : transformer_(register_module(
          "transformer", std::make_shared<Transformer>(shape, Random(seed, "transformer")))) {}

Tensor SequenceModel::nats(const Tensor& sentences) {
  const std::int64_t t = sentences.size(1) - 1;
  const Tensor given = sentences.slice(1, 0, t).clamp_min(0);              // [n, t]
  const Tensor targets = sentences.slice(1, 1);                            // [n, t]
  const Tensor logits = transformer_->logits(given).slice(2, 0, words());  // [n, t, words]
  return torch::nll_loss_nd(torch::log_softmax(logits, 2).flatten(0, 1), targets.flatten(), {},
                            at::Reduction::None, /*ignore_index=*/-1)
      .view_as(targets);  // [n, t]
}

Tensor SequenceModel::items(const Tensor& sentences) const {
  return (sentences.slice(1, 1) >= 0).sum();
}

std::optional<NegativeLogLikelihood> SequenceModel::compute_nll(const Tensor& data,
                                                                const Tensor& labels,
                                                                Random& /*random*/) {
  const Tensor all = sentences(data, labels);  // [n, t + 1]
  return NegativeLogLikelihood{nats(all).sum(torch::kFloat64).item<double>(),
                               items(all).item<std::int64_t>()};
}

inference::Decoder SequenceModel::decoder() const {
  return {transformer_->shape(), nn::to_raw(nn::named_tensors(*transformer_, "transformer.")),
          nn::autocast_precision()};
}

nn::NamedTensors SequenceModel::tensors() const {
  nn::NamedTensors named = nn::named_tensors(*this);
  named.emplace("lm_head.weight", named.at("transformer.wte.weight"));
  return named;
}

}  // namespace akin
