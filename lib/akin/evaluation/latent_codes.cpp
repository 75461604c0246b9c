#include "akin/evaluation/latent_codes.h"

#include <vector>

#include "akin/base/require.h"

namespace akin {

LatentCodes encode_images(GenerativeModel& model, const Batches& images, std::int64_t batches) {
  require(batches >= 1, "[latent_codes] expected a batch of images or more, got none");
  auto* encoder = model.capabilities().autoencoder;
  require(encoder != nullptr && !model.is_training(),
          "[latent_codes] expected a model with an encoder, in evaluation mode; call eval() first");
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> means;
  std::vector<torch::Tensor> log_variances;
  std::vector<torch::Tensor> labels;
  for (std::int64_t i = 0; i < batches; ++i) {
    const Batch batch = images(i);
    const Posterior q = encoder->encode(batch.data, model.conditions(batch.labels));
    means.push_back(q.mean.to(torch::kCPU));
    log_variances.push_back(q.log_variance.to(torch::kCPU));
    if (batch.labels.defined()) {
      labels.push_back(batch.labels.to(torch::kCPU));
    }
  }
  return {{torch::cat(means), torch::cat(log_variances)},
          labels.empty() ? torch::Tensor() : torch::cat(labels)};
}

}  // namespace akin
