#include "akin/evaluation/rate_distortion.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "akin/base/require.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

double RateDistortion::rate_bits() const {
  return std::accumulate(kl.begin(), kl.end(), 0.0) / std::numbers::ln2;
}

std::int64_t RateDistortion::active_dimensions(double nats) const {
  return std::count_if(kl.begin(), kl.end(), [nats](double of_one) { return of_one > nats; });
}

double psnr(double mse) {
  return -10.0 * std::log10(mse);
}

RateDistortion rate_distortion(GenerativeModel& model, const Batches& images, std::int64_t batches,
                               Random random) {
  require(batches >= 1, "[rate_distortion] expected a batch of images or more, got none");
  auto* vae = model.capabilities().autoencoder;
  require(vae != nullptr && !model.is_training(),
          "[rate_distortion] expected a model with an encoder, in evaluation mode; call eval() "
          "first");
  const torch::NoGradGuard no_grad;
  RateDistortion result;
  Tensor kl = torch::zeros({vae->latent_dim()}, torch::kFloat64);
  const auto squared_error = [](const Tensor& a, const Tensor& b) {
    return (a - b).square().sum(torch::kFloat64).item<double>();
  };
  for (std::int64_t i = 0; i < batches; ++i) {
    const auto& [data, given] = images(i);
    const Tensor labels = model.conditions(given);
    const Posterior q = vae->encode(data, labels);
    kl += q.kl().sum(0, false, torch::kFloat64).to(torch::kCPU);
    result.mse += squared_error(vae->generate(q.mean, labels), data);
    const Tensor sample = q.sample(nn::normal(random, q.mean.sizes(), data.device()));
    result.sampled_mse += squared_error(vae->generate(sample, labels), data);
    result.images += data.size(0);
    result.pixels = data.numel() / data.size(0);
  }
  kl /= static_cast<double>(result.images);
  result.kl.assign(kl.data_ptr<double>(), kl.data_ptr<double>() + kl.numel());
  result.mse /= static_cast<double>(result.images * result.pixels);
  result.sampled_mse /= static_cast<double>(result.images * result.pixels);
  return result;
}

}  // namespace akin
