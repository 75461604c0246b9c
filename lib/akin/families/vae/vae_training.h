#pragma once

#include <memory>

#include "akin/families/vae/vae.h"
#include "akin/training/loss_training.h"

namespace akin {

/// The objective and the optimiser of a VAE.
struct VaeLearning {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double beta = 1;             ///< weight of the KL; above 1: beta-VAE (Higgins et al. 2017, eq. 4)
  std::int64_t kl_warmup = 0;  ///< steps over which the KL's weight rises from 0 to beta
  double free_bits = 0;        ///< per latent dimension, in nats (Kingma et al. 2016)
  double clip = 0;             ///< largest norm of the gradient; 0: any
  double ema = 0;
};
void describe(Fields& fields, VaeLearning& learning);

/// Minimises -ELBO = reconstruction loss + KL, the mean over a batch in nats per image (Kingma &
/// Welling 2014, eq. 10), with one draw of the latent vector per image. StepMetrics: loss (-ELBO,
/// whatever beta, warm-up and free bits), reconstruction, kl.
class VaeTraining : public LossTraining {
 public:
  VaeTraining(std::shared_ptr<Vae> model, VaeLearning learning);

 protected:
  Objective objective(const Batch& batch, const StepContext& context) override;
  /// Free bits are those of a batch's mean.
  [[nodiscard]] bool can_shard() const override {
    return learning_.free_bits == 0 && !model_->mixes_batch();
  }

 private:
  std::shared_ptr<Vae> model_;
  VaeLearning learning_;
};

}  // namespace akin
