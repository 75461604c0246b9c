#include "akin/families/vae/vae_training.h"

#include <algorithm>

#include "akin/families/vae/vae_losses.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

void describe(Fields& fields, VaeLearning& learning) {
  constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();
  fields.real("lr", learning.lr, {0, 10, true}, "learning rate of Adam");
  fields.real("beta1", learning.beta1, {0, 0.9999}, "Adam's decay of the first moment");
  fields.real("beta2", learning.beta2, {0, 0.999999}, "Adam's decay of the second moment");
  fields.real("beta", learning.beta, {0, 1e6}, "weight of the KL divergence; 1: the ELBO");
  fields.whole("kl_warmup", learning.kl_warmup, {0, any},
               "steps over which the weight of the KL rises to beta");
  fields.real("free_bits", learning.free_bits, {0, 100}, "free bits per latent dimension, in nats");
  fields.real("clip", learning.clip, {0, 1e6}, "largest norm of the gradient; 0: any");
  fields.real("ema", learning.ema, {0, 0.999999},
              "decay of the moving average of the weights, used for sampling; 0: off");
}

VaeTraining::VaeTraining(std::shared_ptr<Vae> model, VaeLearning learning)
    : LossTraining(
          model, [&] { return model->tensors(); },
          {.lr = learning.lr,
           .beta1 = learning.beta1,
           .beta2 = learning.beta2,
           .clip = learning.clip},
          learning.ema),
      model_(std::move(model)),
      learning_(learning) {}

LossTraining::Objective VaeTraining::objective(const Batch& batch, const StepContext& context) {
  Random random = context.random("posterior");
  const Tensor noise = nn::normal(random, {batch.data.size(0), model_->latent_dim()},
                                  batch.data.device());  // [n, d]
  const Elbo parts = model_->elbo(batch.data, batch.labels, noise);
  const Tensor reconstruction = parts.reconstruction.mean();
  const Tensor kl = parts.kl.sum(1).mean();
  const double warmth = std::min(
      1.0, static_cast<double>(context.step + 1) / static_cast<double>(learning_.kl_warmup + 1));
  const Tensor cost = learning_.free_bits > 0 ? free_bits(parts.kl, learning_.free_bits) : kl;
  return {reconstruction + learning_.beta * warmth * cost,
          {{"loss", (reconstruction + kl).detach()},
           {"reconstruction", reconstruction.detach()},
           {"kl", kl.detach()}},
          torch::scalar_tensor(batch.data.size(0))};
}

}  // namespace akin
