#pragma once

#include <memory>

#include "akin/models/generative_model.h"
#include "akin/training/average.h"
#include "akin/training/optimizer.h"
#include "akin/training/trainable.h"

namespace akin {

/// Training by descent on one loss with one optimiser: what is left for a model to say is the loss.
class Descent : public Trainable {
 public:
  /// Moves the model's parameters into a flat buffer; the model must stay on its device. `ema`:
  /// decay of the average to sample with; 0: the weights as they are.
  Descent(std::shared_ptr<GenerativeModel> model, AdamOptions adam, double ema);

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
  std::shared_ptr<GenerativeModel> base_;
  Adam optimizer_;
  Average average_;
};

}  // namespace akin
