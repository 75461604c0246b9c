#pragma once

#include "akin/base/random.h"
#include "akin/nn/torch.h"

namespace akin {

/// A model that makes new data. Sampling is a pure function of (weights, seed, labels): it draws
/// from no global generator and changes nothing, batch statistics included. Data and samples are in
/// [0, 1] where they are pixels.
class GenerativeModel : public torch::nn::Module {
 public:
  /// [count, ...] in the data's shape. The first items are the same whatever the count. `labels`:
  /// int64 [count] for a conditional model (cycled through the classes where undefined). Errors:
  /// none asked for; labels that are no class, of another count, or for a model without classes.
  torch::Tensor sample(std::int64_t count, std::uint64_t seed, const torch::Tensor& labels = {});

  [[nodiscard]] virtual std::int64_t classes() const = 0;  ///< 0: not conditional

 protected:
  /// `count` items, at most a chunk's worth, in evaluation mode and without gradients.
  virtual torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) = 0;

  [[nodiscard]] torch::Device device() const;
};

/// 0, 1, ..., classes - 1, 0, 1, ...: int64 [count]; undefined where classes is 0.
torch::Tensor cycling_labels(std::int64_t count, std::int64_t classes);

}  // namespace akin
