#pragma once

#include <vector>

#include "akin/base/random.h"
#include "akin/nn/torch.h"
#include "akin/numerics/fit_gaussian_mixture.h"

namespace akin {

/// Where the codes of images lie: a Gaussian mixture in place of q(z), the mean of q(z | x) over
/// images x. A VAE's training only draws q(z) near the prior, so the prior also has places from
/// which the decoder never learned to make anything; q(z) has not.
///
/// A mixture fitted after training is that of Ghosh et al. 2020 ("From Variational to Deterministic
/// Autoencoders": 10 components, full covariances). They fit it to the codes' means, since their
/// encoders are deterministic; here it is fitted to one draw of q(z | x) for each image, as Dai &
/// Wipf 2019 ("Diagnosing and Enhancing VAE Models") train their second stage: those are the codes
/// that the decoder has seen, and the means alone are too narrow where q(z | x) is wide.
class AggregatePosterior {
 public:
  /// One mixture, or one for each class. Errors: none; mixtures of different dimensions.
  explicit AggregatePosterior(std::vector<numerics::GaussianMixture> mixtures);

  /// Codes float32 [count, dimensions] on the CPU, item by item. labels: int64 [count] with one
  /// mixture for each class, else ignored.
  [[nodiscard]] torch::Tensor draw(std::int64_t count, Random& random,
                                   const torch::Tensor& labels = {}) const;

  [[nodiscard]] const std::vector<numerics::GaussianMixture>& mixtures() const { return mixtures_; }

 private:
  std::vector<numerics::GaussianMixture> mixtures_;
};

/// Fitted to codes [n, dimensions]. With `classes`, labels int64 [n] say which class each is of: a
/// decoder that is told the class finds each class's codes elsewhere, so each gets a mixture of its
/// own, and the components are divided among the classes, one at least. A class that does not
/// occur gets the mixture of all. Errors: more than 512 dimensions (UsageError), fewer codes than
/// components, and those of numerics::fit_gaussian_mixture.
AggregatePosterior fit_aggregate_posterior(const torch::Tensor& codes, const torch::Tensor& labels,
                                           std::int64_t classes,
                                           const numerics::MixtureOptions& options = {});

}  // namespace akin
