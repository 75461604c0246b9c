#pragma once

#include <memory>

#include "akin/families/gan/gan.h"
#include "akin/training/average.h"
#include "akin/training/optimizer.h"
#include "akin/training/trainable.h"

namespace akin {

/// The objective and the optimisers of a GAN.
struct GanLearning {
  std::string loss = "non-saturating";
  double lr = 1e-3;
  double discriminator_lr = 0;  ///< 0: lr (two time scales: Heusel et al. 2017)
  /// Discriminator updates per generator update (Goodfellow et al. 2014, algorithm 1).
  std::int64_t discriminator_steps = 1;
  double beta1 = 0.0;
  double beta2 = 0.99;
  /// Targets of real data are uniform in [1 - x, 1] (Salimans et al. 2016); 0: off.
  double label_smoothing = 0;
  /// gamma of R1 (Mescheder et al. 2018), whose gradient is taken at data in [0, 1]; 0: off.
  double r1 = 0;
  /// Steps between R1 penalties, each weighted by this number (lazy, Karras et al. 2020).
  std::int64_t r1_every = 8;
  double ema = 0.999;  ///< decay of the generator's exponential moving average
};
void describe(Fields& fields, GanLearning& learning);

/// One step is two updates: the discriminator learns to tell the batch from generated data
/// (discriminator_steps times, each with new generated data), then the generator learns against the
/// updated discriminator. Generated labels are those of the batch. StepMetrics: d_loss, g_loss,
/// d_real = D(real) and d_fake = D(fake), means of sigmoid(logit).
class GanTraining : public Trainable {
 public:
  /// Moves the model's parameters into flat buffers; the model must stay on its device. UsageError:
  /// label smoothing with a loss without targets.
  GanTraining(std::shared_ptr<Gan> model, GanLearning learning);

  StepMetrics step(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] nn::NamedTensors state() const override;
  [[nodiscard]] nn::NamedTensors weights() const override;
  /// "discriminator_steps"
  bool set(const std::string& setting, double value) override;
  [[nodiscard]] std::optional<std::string> advice(const StepMetrics& metrics) const override;

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
