#include "akin/models/latent_interpolation.h"

#include <cmath>

#include "akin/base/require.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

Tensor slerp(const Tensor& from, const Tensor& to, double t) {
  const Tensor from_length = from.norm(2, 1, true);  // [n, 1]
  const Tensor to_length = to.norm(2, 1, true);      // [n, 1]
  const Tensor cosine =
      ((from / from_length) * (to / to_length)).sum(1, true).clamp(-1, 1);  // [n, 1]
  const Tensor angle = cosine.acos().clamp_min(1e-4);                       // [n, 1]
  const Tensor direction =
      (torch::sin((1 - t) * angle) * from / from_length + torch::sin(t * angle) * to / to_length) /
      torch::sin(angle);                                       // [n, d]
  return direction * ((1 - t) * from_length + t * to_length);  // [n, d]
}

LatentInterpolation::LatentInterpolation(std::int64_t walks, std::int64_t latent_dim,
                                         std::int64_t corners, std::uint64_t seed) {
  require<UsageError>(
      walks >= 1 && corners >= 2,
      "[latent walk] expected a walk by way of two corners or more, got {} by way of {}", walks,
      corners);
  for (std::int64_t i = 0; i < corners; ++i) {
    Random random(seed, "walk", static_cast<std::uint64_t>(i));
    corners_.push_back(nn::normal(random, {walks, latent_dim}));
  }
}

Tensor LatentInterpolation::at(double t) const {
  const auto leg = static_cast<std::size_t>(std::floor(t));
  const std::size_t from = leg % corners_.size();
  return slerp(corners_[from], corners_[(from + 1) % corners_.size()], t - std::floor(t));
}

}  // namespace akin
