#pragma once

#include <memory>

#include "akin/families/gan/gan.h"
#include "akin/training/average.h"
#include "akin/training/optimizer.h"
#include "akin/training/trainable.h"

namespace akin {

/// How a GAN learns.
struct GanLearning {
  std::string loss = "non-saturating";
  double lr = 1e-3;
  double discriminator_lr = 0;  ///< 0: as the generator (two time scales: Heusel et al. 2017)
  std::int64_t discriminator_steps =
      1;  ///< its updates before each of the generator's (Goodfellow et al. 2014, algorithm 1)
  double beta1 = 0.0;
  double beta2 = 0.99;
  double label_smoothing =
      0;          ///< real targets uniform in [1 - x, 1] (Salimans et al. 2016); 0: off
  double r1 = 0;  ///< gamma of R1, whose gradient is taken at data in [0, 1]; 0: off
  std::int64_t r1_every =
      8;  ///< steps between penalties, each weighted by as much (lazy, Karras et al. 2020)
  double ema = 0.999;  ///< decay of the generator's average
};
void visit(SettingsVisitor& visitor, GanLearning& learning);

/// One training step of a GAN is two updates: first the discriminator learns to tell the batch from
/// generated data (several times where it is given more steps, each time from other data), then the
/// generator learns to pass for real before the new discriminator. Generated labels are those of
/// the batch. StepMetrics: d_loss, g_loss, d_real, d_fake (the share of belief, sigmoid of the
/// logit, given to real and generated data).
class GanTraining : public Trainable {
 public:
  /// Moves the model's parameters into flat buffers; the model must stay on its device. Error:
  /// label smoothing for a loss without targets.
  GanTraining(std::shared_ptr<Gan> model, GanLearning learning);

  StepMetrics step(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] nn::NamedTensors state() const override;
  [[nodiscard]] nn::NamedTensors weights() const override;
  /// From the next step on: for those who play with a training while it runs.
  void set_discriminator_steps(std::int64_t steps) { learning_.discriminator_steps = steps; }
  [[nodiscard]] std::optional<std::string> advice(const StepMetrics& figures) const override;

 private:
  struct DiscriminatorOutput {
    torch::Tensor loss;  // scalar
    torch::Tensor real;  // logits [n]
    torch::Tensor fake;  // logits [n]
  };
  torch::Tensor generated(const Batch& batch, Random& random);  // [n, ...]
  DiscriminatorOutput discriminator_step(const Batch& batch, const torch::Tensor& fake,
                                         const StepContext& context);
  torch::Tensor generator_step(const Batch& batch, const torch::Tensor& fake, double lr_factor);
  torch::Tensor discriminator_loss(const DiscriminatorOutput& output,
                                   const StepContext& context) const;
  torch::Tensor generator_loss(const torch::Tensor& real, const torch::Tensor& fake) const;

  std::shared_ptr<Gan> model_;
  GanLearning learning_;
  Adam generator_optimizer_;
  Adam discriminator_optimizer_;
  Average average_;
};

}  // namespace akin
