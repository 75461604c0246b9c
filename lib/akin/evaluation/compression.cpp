#include "akin/evaluation/compression.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "akin/base/require.h"
#include "akin/families/vae/vae_losses.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

double Compression::rate_bits() const {
  return std::accumulate(kl.begin(), kl.end(), 0.0) / std::numbers::ln2;
}

std::int64_t Compression::active_numbers(double nats) const {
  return std::count_if(kl.begin(), kl.end(), [nats](double one) { return one > nats; });
}

double psnr(double error) {
  return -10.0 * std::log10(error);
}

Compression compression(Vae& vae, const Batches& images, std::int64_t batches, Random random) {
  require(batches >= 1, "[compression] expected a batch of images or more, got none");
  require(!vae.is_training(), "[compression] expected a VAE in evaluation mode; call eval() first");
  const torch::NoGradGuard no_grad;
  Compression result;
  Tensor kl = torch::zeros({vae.latent_dim()}, torch::kFloat64);
  const auto squares = [](const Tensor& a, const Tensor& b) {
    return (a - b).square().sum(torch::kFloat64).item<double>();
  };
  for (std::int64_t i = 0; i < batches; ++i) {
    const auto& [data, given] = images(i);
    const Tensor labels = vae.conditions(given);
    const Posterior q = vae.encode(data, labels);
    kl += gaussian_kl(q.mean, q.log_variance).sum(0, false, torch::kFloat64).to(torch::kCPU);
    result.error += squares(vae.generate(q.mean, labels), data);
    const Tensor code = q.sample(nn::normal(random, q.mean.sizes(), data.device()));
    result.drawn_error += squares(vae.generate(code, labels), data);
    result.images += data.size(0);
    result.pixels = data.numel() / data.size(0);
  }
  kl /= static_cast<double>(result.images);
  result.kl.assign(kl.data_ptr<double>(), kl.data_ptr<double>() + kl.numel());
  result.error /= static_cast<double>(result.images * result.pixels);
  result.drawn_error /= static_cast<double>(result.images * result.pixels);
  return result;
}

}  // namespace akin
