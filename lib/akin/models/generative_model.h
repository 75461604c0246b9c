#pragma once

#include <optional>

#include "akin/base/random.h"
#include "akin/data/images.h"
#include "akin/nn/tensors.h"
#include "akin/nn/torch.h"

namespace akin {

/// How well a model foretells data: the negative log likelihood, or an upper bound of it, summed.
struct NegativeLogLikelihood {
  double sum = 0;
  std::int64_t items = 0;  ///< images, or tokens of text
  [[nodiscard]] double mean() const { return sum / static_cast<double>(items); }
};

/// A model that makes new data. Sampling is a pure function of (weights, seed, labels): it draws
/// from no global generator and changes nothing, batch statistics included. Data and samples are in
/// [0, 1] where they are pixels.
class GenerativeModel : public torch::nn::Module {
 public:
  /// [count, ...] in the data's shape. The first items are the same whatever the count. `labels`:
  /// int64 [count] for a conditional model (cycled through the classes where undefined). Errors:
  /// none asked for; labels that are no class, of another count, or for a model without classes.
  torch::Tensor sample(std::int64_t count, std::uint64_t seed, const torch::Tensor& labels = {});

  /// Of data it was not trained on; `random` for bounds that draw. Nothing where a model has no
  /// likelihood, such as a GAN.
  std::optional<NegativeLogLikelihood> nll(const torch::Tensor& data, const torch::Tensor& labels,
                                           Random random);

  [[nodiscard]] virtual std::int64_t classes() const = 0;  ///< 0: not conditional

  /// What the model is told of labels: nothing (undefined) where it is not conditional.
  [[nodiscard]] torch::Tensor conditions(const torch::Tensor& labels) const {
    return classes() > 0 ? labels : torch::Tensor();
  }

  /// Takes from the data what has to be known before the first step, such as a codebook.
  virtual void fit_tokenizer(const data::Images& /*images*/, std::uint64_t /*seed*/) {}

  /// What a file of weights holds: live tensors under the names they have there.
  [[nodiscard]] virtual nn::NamedTensors tensors() const { return nn::named_tensors(*this); }

  [[nodiscard]] torch::Device device() const;  ///< of its parameters

 protected:
  /// `count` items, at most a chunk's worth, in evaluation mode and without gradients.
  virtual torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) = 0;

  /// nll(), in evaluation mode and without gradients.
  virtual std::optional<NegativeLogLikelihood> compute_nll(const torch::Tensor& /*data*/,
                                                           const torch::Tensor& /*labels*/,
                                                           Random& /*random*/) {
    return std::nullopt;
  }
};

/// 0, 1, ..., classes - 1, 0, 1, ...: int64 [count]; undefined where classes is 0.
torch::Tensor cycling_labels(std::int64_t count, std::int64_t classes);

}  // namespace akin
