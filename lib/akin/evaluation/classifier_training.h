#pragma once

#include <memory>

#include "akin/evaluation/classifier.h"
#include "akin/training/loss_training.h"

namespace akin {

struct ClassifierLearning {
  double lr = 2e-3;
  double weight_decay = 0.01;
  double ema = 0.995;
};

/// Minimises the cross-entropy of the labels. StepMetric: loss, the mean over the batch in nats.
class ClassifierTraining : public LossTraining {
 public:
  explicit ClassifierTraining(std::shared_ptr<Classifier> model, ClassifierLearning learning = {});

 protected:
  Objective objective(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] bool divides() const override { return true; }

 private:
  std::shared_ptr<Classifier> model_;
};

}  // namespace akin
