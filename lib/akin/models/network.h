#pragma once

#include <memory>
#include <utility>

#include "akin/nn/torch.h"

namespace akin {

/// What a network is conditioned on besides its input.
struct Condition {
  /// Implicit, since most networks know labels only.
  Condition(torch::Tensor labels = {},
            torch::Tensor level = {})  // NOLINT(google-explicit-constructor)
      : labels(std::move(labels)), level(std::move(level)) {}

  torch::Tensor labels;  ///< int64 [n]; undefined: no classes
  torch::Tensor level;   ///< float32 [n] in [0, 1], a time or noise level; undefined: none
};

/// One half of a generative model: a generator or decoder maps latent vectors [n, d] to data before
/// the last activation, a discriminator maps data to logits [n], an encoder to what it is built
/// for. The learning rule around it lies elsewhere, so that a GAN and a VAE can share a network.
class Network : public torch::nn::Module {
 public:
  virtual torch::Tensor forward(const torch::Tensor& input, const Condition& condition) = 0;

  /// Whether an item's output depends on the rest of its batch (batch normalisation).
  [[nodiscard]] virtual bool mixes_batch() const { return false; }
};

using NetworkPtr = std::shared_ptr<Network>;

}  // namespace akin
