#include "akin/families/transformer/sequence_model.h"

#include "akin/nn/autocast.h"

namespace akin {

using torch::Tensor;

SequenceModel::SequenceModel(const TransformerShape& shape, std::uint64_t seed)
    : transformer_(register_module(
          "transformer", std::make_shared<Transformer>(shape, Random(seed, "transformer")))) {}

Tensor SequenceModel::token_nll(const Tensor& ids, nn::Dropout* dropout) {
  const std::int64_t t = ids.size(1) - 1;
  const Tensor inputs = ids.slice(1, 0, t).clamp_min(0);  // [n, t]
  const Tensor targets = ids.slice(1, 1);                 // [n, t]
  const Tensor logits =
      transformer_->logits(inputs, dropout).slice(2, 0, vocabulary_size());  // [n, t, vocabulary]
  return torch::nll_loss_nd(torch::log_softmax(logits, 2).flatten(0, 1), targets.flatten(), {},
                            at::Reduction::None, /*ignore_index=*/-1)
      .view_as(targets);  // [n, t]
}

Tensor SequenceModel::item_count(const Tensor& ids) const {
  return (ids.slice(1, 1) >= 0).sum();
}

std::optional<NegativeLogLikelihood> SequenceModel::compute_nll(const Tensor& data,
                                                                const Tensor& labels,
                                                                Random& /*random*/) {
  const Tensor ids = token_ids(data, labels);  // [n, t + 1]
  return NegativeLogLikelihood{token_nll(ids).sum(torch::kFloat64).item<double>(),
                               item_count(ids).item<std::int64_t>()};
}

inference::Decoder SequenceModel::make_decoder() const {
  return {transformer_->shape(), nn::to_raw(nn::named_tensors(*transformer_, "transformer.")),
          nn::autocast_precision()};
}

nn::NamedTensors SequenceModel::tensors() const {
  nn::NamedTensors named = nn::named_tensors(*this);
  named.emplace("lm_head.weight", named.at("transformer.wte.weight"));
  return named;
}

}  // namespace akin
