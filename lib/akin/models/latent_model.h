#pragma once

#include "akin/models/generative_model.h"

namespace akin {

/// A generative model that samples by decoding latent vectors drawn from N(0, I).
class LatentModel : public GenerativeModel, public virtual LatentDecoder {
 public:
  /// `classes`: 0, or the number of labels that the networks were built for.
  LatentModel(std::int64_t latent_dim, std::int64_t classes)
      : latent_dim_(latent_dim), classes_(classes) {}

  [[nodiscard]] std::int64_t latent_dim() const override { return latent_dim_; }
  [[nodiscard]] std::int64_t classes() const override { return classes_; }

 protected:
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;

 private:
  std::int64_t latent_dim_;
  std::int64_t classes_;
};

}  // namespace akin
