#pragma once

#include <memory>

#include "akin/families/transformer/transformer.h"
#include "akin/inference/decoder.h"
#include "akin/models/generative_model.h"
#include "akin/tokens/token_sampler.h"

namespace akin {

/// A generative model of token sequences: a Transformer predicts each token from those before it.
/// Submodule: "transformer"; files also hold "lm_head.weight", which is the transformer's
/// "transformer.wte.weight", as nanoGPT's do.
class SequenceModel : public GenerativeModel {
 public:
  SequenceModel(const TransformerShape& shape, std::uint64_t seed);

  /// Data and labels of a batch -> int64 [n, t + 1]: a first token that is given, then those to
  /// predict, padded with -1.
  virtual torch::Tensor token_ids(const torch::Tensor& data, const torch::Tensor& labels) = 0;

  /// Negative log-likelihood -log p of each token but the first, [n, t] in nats; 0 for padding.
  /// `dropout`: for training.
  torch::Tensor token_nll(const torch::Tensor& ids, nn::Dropout* dropout = nullptr);

  /// Scalar: the items that nll() counts, predicted tokens or images.
  [[nodiscard]] virtual torch::Tensor item_count(const torch::Tensor& ids) const;

  /// See TextGenerator::decoder().
  [[nodiscard]] inference::Decoder make_decoder() const;

  /// How samples are drawn from here on; from the model's own distribution by default.
  void set_sampling(const tokens::SamplingOptions& options) { sampling_options_ = options; }
  [[nodiscard]] const tokens::SamplingOptions& sampling_options() const {
    return sampling_options_;
  }

  Transformer& transformer() { return *transformer_; }
  [[nodiscard]] const Transformer& transformer() const { return *transformer_; }
  [[nodiscard]] Support support() const override { return Support::tokens; }
  [[nodiscard]] nn::NamedTensors tensors() const override;

 protected:
  std::optional<NegativeLogLikelihood> compute_nll(const torch::Tensor& data,
                                                   const torch::Tensor& labels,
                                                   Random& random) override;

  /// Tokens that can be predicted are below this; others, such as labels, are only given.
  [[nodiscard]] virtual std::int64_t vocabulary_size() const = 0;

 private:
  std::shared_ptr<Transformer> transformer_;
  tokens::SamplingOptions sampling_options_;
};

}  // namespace akin
