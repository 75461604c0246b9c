#pragma once

#include <cstdint>
#include <vector>

#include "akin/nn/torch.h"

namespace akin {

/// Points between `from` and `to`, [n, d] each, at t in [0, 1] on the great circle, row by row,
/// lengths interpolated (White 2016): the way stays where a Gaussian has its mass, which a straight
/// line does not.
torch::Tensor slerp(const torch::Tensor& from, const torch::Tensor& to, double t);

/// `walks` closed walks through latent space, each by way of `corners` random points.
class LatentInterpolation {
 public:
  LatentInterpolation(std::int64_t walks, std::int64_t latent_dim, std::int64_t corners,
                      std::uint64_t seed);

  /// [walks, latent_dim] at time t in [0, corners), one corner a unit; at(corners) would be at(0).
  [[nodiscard]] torch::Tensor at(double t) const;

 private:
  std::vector<torch::Tensor> corners_;
};

}  // namespace akin
