#pragma once

#include <memory>

#include "akin/nn/torch.h"

namespace akin {

/// One half of a generative model. A generator, or a VAE's decoder, takes latent vectors [n, d] to
/// data *before* the last activation; a discriminator takes data to logits [n]. `labels` is int64
/// [n], or undefined where the network was built without classes. The learning rule around it is
/// somebody else's: a GAN and a VAE can share a decoder.
class Network : public torch::nn::Module {
 public:
  virtual torch::Tensor forward(const torch::Tensor& input, const torch::Tensor& labels) = 0;

  /// Whether an item's output depends on the rest of its batch (batch normalisation).
  [[nodiscard]] virtual bool mixes_batch() const { return false; }
};

using NetworkPtr = std::shared_ptr<Network>;

}  // namespace akin
