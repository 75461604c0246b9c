#include "akin/families/vae/aggregate_posterior.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/nn/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

/// Full covariances of more would take gigabytes, and minutes to fit.
constexpr std::int64_t most_code_dimensions = 512;

numerics::GaussianMixture fit_mixture(const Tensor& codes, numerics::MixtureOptions options,
                                      std::int64_t components) {
  options.components = components;
  return numerics::fit_gaussian_mixture(nn::to_points(codes), options).mixture;
}

}  // namespace

AggregatePosterior::AggregatePosterior(std::vector<numerics::GaussianMixture> mixtures)
    : mixtures_(std::move(mixtures)) {
  require(!mixtures_.empty(), "[aggregate posterior] expected one mixture or more, got none");
  for (const auto& mixture : mixtures_) {
    require(mixture.dimensions() == mixtures_.front().dimensions(),
            "[aggregate posterior] expected mixtures of equal dimensions, got {} and {}",
            mixtures_.front().dimensions(), mixture.dimensions());
  }
}

Tensor AggregatePosterior::draw(std::int64_t count, Random& random, const Tensor& labels) const {
  const bool by_class = mixtures_.size() > 1;
  require(!by_class || (labels.defined() && labels.numel() == count),
          "[aggregate posterior] expected {} labels, got {}", count,
          labels.defined() ? labels.numel() : 0);
  const Tensor of = by_class ? labels.to(torch::kCPU) : Tensor();
  Tensor codes = torch::empty({count, mixtures_.front().dimensions()});
  Eigen::Map<numerics::Points> rows(codes.data_ptr<float>(), codes.size(0), codes.size(1));
  for (std::int64_t i = 0; i < count; ++i) {
    const auto mixture = by_class ? of.data_ptr<std::int64_t>()[i] : 0;
    rows.row(i) = mixtures_.at(static_cast<std::size_t>(mixture)).draw(1, random);
  }
  return codes;
}

AggregatePosterior fit_aggregate_posterior(const Tensor& codes, const Tensor& labels,
                                           std::int64_t classes,
                                           const numerics::MixtureOptions& options) {
  require<UsageError>(
      codes.size(1) <= most_code_dimensions,
      "[aggregate posterior] expected codes of at most {} numbers, got {}; draw from the prior",
      most_code_dimensions, codes.size(1));
  numerics::GaussianMixture all = fit_mixture(codes, options, options.components);
  if (classes == 0) {
    return AggregatePosterior({std::move(all)});
  }
  const std::int64_t share = std::max<std::int64_t>(1, options.components / classes);
  std::vector<numerics::GaussianMixture> mixtures;
  for (std::int64_t label = 0; label < classes; ++label) {
    const Tensor ours = codes.index_select(0, torch::nonzero(labels == label).flatten());
    mixtures.push_back(ours.size(0) > 0 ? fit_mixture(ours, options, std::min(share, ours.size(0)))
                                        : all);
  }
  return AggregatePosterior(std::move(mixtures));
}

}  // namespace akin
