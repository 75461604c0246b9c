#pragma once

#include <optional>

#include "akin/base/random.h"
#include "akin/data/images.h"
#include "akin/models/capabilities.h"
#include "akin/nn/tensors.h"
#include "akin/nn/torch.h"

namespace akin {

/// The negative log-likelihood of data, or an upper bound of it, in nats.
struct NegativeLogLikelihood {
  double sum = 0;
  std::int64_t items = 0;  ///< images, or tokens of text
  [[nodiscard]] double mean() const { return sum / static_cast<double>(items); }
};

/// What a likelihood gives probabilities to, its support in the sense of torch.distributions.
/// Negative log-likelihoods on different supports are different quantities.
enum class Support {
  binary,      ///< pixels that are 0 or 1; of others nll() is a cross-entropy, not a likelihood
  levels,      ///< pixels of 256 levels
  continuous,  ///< pixels in [0, 1], by a density, so that nll() can be negative
  tokens       ///< token ids; those of a learnt codebook stand for many images each
};

/// A model that generates data. Sampling is a pure function of (weights, seed, labels): it draws
/// from no global generator and changes nothing, batch statistics included. Pixels are in [0, 1].
class GenerativeModel : public torch::nn::Module {
 public:
  /// [count, ...] in the data's shape. The first items are the same whatever the count. `labels`:
  /// int64 [count] for a conditional model; undefined: cycled through the classes. Errors: a count
  /// below 1; labels out of range, of another count, or for a model without classes.
  torch::Tensor sample(std::int64_t count, std::uint64_t seed, const torch::Tensor& labels = {});

  /// Negative log-likelihood of data; `random` for bounds that draw. Nothing for models without a
  /// likelihood, such as a GAN.
  std::optional<NegativeLogLikelihood> nll(const torch::Tensor& data, const torch::Tensor& labels,
                                           Random random);

  /// Of nll().
  [[nodiscard]] virtual Support support() const { return Support::binary; }

  [[nodiscard]] virtual std::int64_t classes() const = 0;  ///< 0: not conditional

  /// `labels` for a conditional model, undefined otherwise.
  [[nodiscard]] torch::Tensor conditions(const torch::Tensor& labels) const {
    return classes() > 0 ? labels : torch::Tensor();
  }

  /// What the model can do beside sampling.
  [[nodiscard]] virtual Capabilities capabilities() { return {}; }

  /// Fits what has to be known of the data before the first step, such as a codebook of patches.
  virtual void fit_tokenizer(const data::Images& /*images*/, std::uint64_t /*seed*/) {}

  /// The live tensors of model.safetensors, under their names there.
  [[nodiscard]] virtual nn::NamedTensors tensors() const { return nn::named_tensors(*this); }

  [[nodiscard]] torch::Device device() const;  ///< of its parameters

 protected:
  /// `count` items, at most 256, in evaluation mode and without gradients.
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
