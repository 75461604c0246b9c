#pragma once

#include <functional>
#include <memory>

#include "akin/training/average.h"
#include "akin/training/optimizer.h"
#include "akin/training/trainable.h"

namespace akin {

/// Training by descent on one loss with one optimiser: what is left for a model to say is the loss.
class Descent : public Trainable {
 public:
  /// Moves the module's parameters into a flat buffer; it must stay on its device. `weights`, asked
  /// once that is done: the tensors that its file holds. `ema`: decay of their average to sample
  /// with; 0: the weights as they are.
  Descent(std::shared_ptr<torch::nn::Module> module,
          const std::function<nn::NamedTensors()>& weights, AdamOptions adam, double ema);

  Figures step(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] nn::NamedTensors state() const override;
  [[nodiscard]] nn::NamedTensors weights() const override;

 protected:
  struct Objective {
    torch::Tensor loss;  ///< scalar, with gradient
    Figures figures;
  };
  virtual Objective objective(const Batch& batch, const StepContext& context) = 0;

 private:
  std::shared_ptr<torch::nn::Module> module_;
  Adam optimizer_;
  Average average_;
};

}  // namespace akin
