#pragma once

#include <memory>
#include <optional>

#include "akin/families/vae/aggregate_posterior.h"
#include "akin/families/vae/vae.h"

namespace akin {

/// A VAE that makes samples in another way than to decode codes from the prior and to show the
/// pixels' means. Other ways of the same seed begin with the same codes. Submodule: "vae".
class VaeSampler : public GenerativeModel {
 public:
  /// `codes`: where codes come from, nothing for the prior N(0, I); `draws_pixels`: pixels are
  /// drawn from the likelihood. Errors: codes of other dimensions.
  VaeSampler(std::shared_ptr<Vae> vae, std::optional<AggregatePosterior> codes, bool draws_pixels);

  [[nodiscard]] std::int64_t classes() const override { return vae_->classes(); }

 protected:
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;

 private:
  std::shared_ptr<Vae> vae_;
  std::optional<AggregatePosterior> codes_;
  bool draws_pixels_;
};

}  // namespace akin
