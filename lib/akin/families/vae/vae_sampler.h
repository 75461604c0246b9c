#pragma once

#include <optional>

#include "akin/experiment/family.h"
#include "akin/families/vae/aggregate_posterior.h"
#include "akin/families/vae/vae.h"

namespace akin {

/// Samples a VAE in other ways than decoding codes from the prior to the pixels' means. The same
/// seed gives the same codes either way. Submodule: "vae".
class VaeSampler : public GenerativeModel {
 public:
  /// `codes`: the distribution of the codes, nothing for the prior N(0, I); `draws_pixels`: pixels
  /// are drawn from the likelihood. Errors: codes of other dimensions.
  VaeSampler(std::shared_ptr<Vae> vae, std::optional<AggregatePosterior> codes, bool draws_pixels);

  [[nodiscard]] std::int64_t classes() const override { return vae_->classes(); }

 protected:
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;

 private:
  std::shared_ptr<Vae> vae_;
  std::optional<AggregatePosterior> codes_;
  bool draws_pixels_;
};

/// The options of `akin sample` for VAEs.
class VaeSampling : public SamplingSettings {
 public:
  void describe(Fields& fields) override;
  [[nodiscard]] std::shared_ptr<GenerativeModel> apply(
      std::shared_ptr<GenerativeModel> model,
      const std::function<OrderedImages()>& training_images) const override;

 private:
  std::string draw_ = "mean";
  bool from_prior_ = false;
  bool from_posterior_mixture_ = false;
};

}  // namespace akin
