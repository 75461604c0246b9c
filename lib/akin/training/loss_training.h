#pragma once

#include <functional>
#include <memory>

#include "akin/training/average.h"
#include "akin/training/optimizer.h"
#include "akin/training/trainable.h"

namespace akin {

/// Training by loss training on one loss with one optimiser: what is left for a model to say is the
/// loss. On a CPU each thread takes its share of a batch where the loss allows, which a small
/// Transformer gains more by than by two threads on every operation. So the number of threads
/// changes rounding, and what is drawn at random within a step.
class LossTraining : public Trainable {
 public:
  /// Moves the module's parameters into a flat buffer; it must stay on its device. `weights`, asked
  /// once that is done: the tensors that its file holds. `ema`: decay of their average to sample
  /// with; 0: the weights as they are.
  LossTraining(std::shared_ptr<torch::nn::Module> module,
               const std::function<nn::NamedTensors()>& weights, AdamOptions adam, double ema);

  StepMetrics step(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] nn::NamedTensors state() const override;
  [[nodiscard]] nn::NamedTensors weights() const override;

 protected:
  struct Objective {
    torch::Tensor loss;    ///< scalar, with gradient: a mean
    StepMetrics figures;   ///< means too
    torch::Tensor weight;  ///< scalar: how many things (images, tokens) these are the means of
  };
  /// Of a batch or a share of one.
  virtual Objective objective(const Batch& batch, const StepContext& context) = 0;

  /// Whether a batch's loss is the mean of its shares'. Then objective() is called by several
  /// threads at once, so it must leave the model as it is.
  [[nodiscard]] virtual bool divides() const { return false; }

 private:
  [[nodiscard]] std::int64_t share_count(const Batch& batch) const;
  static StepMetrics mean_of(std::vector<Objective>& shares, const std::vector<double>& weights);

  std::shared_ptr<torch::nn::Module> module_;
  Adam optimizer_;
  Average average_;
};

}  // namespace akin
