#pragma once

#include "akin/models/generative_model.h"

namespace akin {

/// A model that makes data out of latent vectors, z ~ N(0, I): a place between two of them is a
/// picture between two pictures.
class LatentModel : public GenerativeModel {
 public:
  /// `classes`: 0, or how many labels the networks were built for.
  LatentModel(std::int64_t latent_dim, std::int64_t classes)
      : latent_dim_(latent_dim), classes_(classes) {}

  /// latents [n, latent_dim], labels int64 [n] or undefined -> data [n, ...].
  virtual torch::Tensor generate(const torch::Tensor& latents,
                                 const torch::Tensor& labels = {}) = 0;

  [[nodiscard]] std::int64_t latent_dim() const { return latent_dim_; }
  [[nodiscard]] std::int64_t classes() const override { return classes_; }

 protected:
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;

 private:
  std::int64_t latent_dim_;
  std::int64_t classes_;
};

}  // namespace akin
