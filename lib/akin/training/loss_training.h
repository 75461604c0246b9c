#pragma once

#include <functional>
#include <memory>

#include "akin/training/average.h"
#include "akin/training/optimizer.h"
#include "akin/training/trainable.h"

namespace akin {

/// Training with one loss and one optimiser; a model adds the loss. On a CPU, each thread takes a
/// shard of the batch through the whole model where the loss allows it, which is faster for small
/// models than several threads per operation. So the number of threads changes rounding, and the
/// random draws within a step.
class LossTraining : public Trainable {
 public:
  /// Moves the module's parameters into a flat buffer; the module must stay on its device.
  /// `weights`, called after that, lists the tensors of model.safetensors. `ema`: decay of their
  /// moving average, which is sampled with; 0: off.
  LossTraining(std::shared_ptr<torch::nn::Module> module,
               const std::function<nn::NamedTensors()>& weights, AdamOptions adam, double ema);

  StepMetrics step(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] nn::NamedTensors state() const override;
  [[nodiscard]] nn::NamedTensors weights() const override;

 protected:
  struct Objective {
    torch::Tensor loss;    ///< scalar mean, with gradient
    StepMetrics metrics;   ///< means, too
    torch::Tensor weight;  ///< scalar: the number of images or tokens that the means are over
  };
  /// The objective of a batch or of a shard of one.
  virtual Objective objective(const Batch& batch, const StepContext& context) = 0;

  /// Whether the loss of a batch is the mean over its shards. If so, objective() is called by
  /// several threads at once and must not change the model.
  [[nodiscard]] virtual bool can_shard() const { return false; }

 private:
  [[nodiscard]] std::int64_t shard_count(const Batch& batch) const;
  static StepMetrics mean_of(std::vector<Objective>& shards, const std::vector<double>& weights);

  std::shared_ptr<torch::nn::Module> module_;
  Adam optimizer_;
  Average average_;
};

}  // namespace akin
