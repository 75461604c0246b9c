#pragma once

#include <memory>

#include "akin/families/vae/vae.h"
#include "akin/training/loss_training.h"

namespace akin {

/// How a VAE learns.
struct VaeLearning {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double beta = 1;             ///< weight of the KL; above 1: beta-VAE (Higgins et al. 2017, eq. 4)
  std::int64_t kl_warmup = 0;  ///< steps over which the KL's weight rises from 0 to beta
  double free_bits = 0;        ///< nats that each latent number may cost for nothing
  double clip = 0;             ///< the gradient's norm is cut to this; 0: as it is
  double ema = 0;
};
void visit(SettingsVisitor& visitor, VaeLearning& learning);

/// Minimises -ELBO = reconstruction + KL, the mean over a batch in nats an image (Kingma & Welling
/// 2014, eq. 10), with one draw of the latent numbers for each image. StepMetrics: loss (-ELBO,
/// whatever beta, warm-up and free bits), reconstruction, kl.
class VaeTraining : public LossTraining {
 public:
  VaeTraining(std::shared_ptr<Vae> model, VaeLearning learning);

 protected:
  Objective objective(const Batch& batch, const StepContext& context) override;
  /// Free bits are those of a batch's mean.
  [[nodiscard]] bool divides() const override {
    return learning_.free_bits == 0 && !model_->mixes_batch();
  }

 private:
  std::shared_ptr<Vae> model_;
  VaeLearning learning_;
};

}  // namespace akin
