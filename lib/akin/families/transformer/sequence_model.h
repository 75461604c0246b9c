#pragma once

#include <memory>

#include "akin/families/transformer/transformer.h"
#include "akin/inference/decoder.h"
#include "akin/models/generative_model.h"

namespace akin {

/// A generative model whose data are sentences for a Transformer: each token is foretold from those
/// before it. Submodule: "transformer"; files hold "lm_head.weight" too, which is its
/// "transformer.wte.weight", as nanoGPT's do.
class SequenceModel : public GenerativeModel {
 public:
  SequenceModel(const TransformerShape& shape, std::uint64_t seed);

  /// Data and labels as the lessons hand them out -> int64 [n, t + 1]: a first token that is given,
  /// then those to foretell; -1 where a sentence has ended.
  virtual torch::Tensor sentences(const torch::Tensor& data, const torch::Tensor& labels) = 0;

  /// -log p of each token but the first, [n, t] in nats; 0 where there is none.
  torch::Tensor nats(const torch::Tensor& sentences);

  /// How many things nats are counted by, one number: the tokens to foretell, or the images that
  /// the sentences stand for.
  [[nodiscard]] virtual torch::Tensor items(const torch::Tensor& sentences) const;

  /// The weights as they are now, in a form that writes token by token on a CPU, in the precision
  /// of the scope. A copy of it writes beside it.
  [[nodiscard]] inference::Decoder decoder() const;

  Transformer& transformer() { return *transformer_; }
  [[nodiscard]] const Transformer& transformer() const { return *transformer_; }
  [[nodiscard]] nn::NamedTensors tensors() const override;

 protected:
  std::optional<NegativeLogLikelihood> compute_nll(const torch::Tensor& data,
                                                   const torch::Tensor& labels,
                                                   Random& random) override;

  /// Tokens that can be foretold are those below this; others, such as labels, are only given.
  [[nodiscard]] virtual std::int64_t words() const = 0;

 private:
  std::shared_ptr<Transformer> transformer_;
};

}  // namespace akin
