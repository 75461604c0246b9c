#pragma once

#include <memory>

#include "akin/models/classifier.h"
#include "akin/training/descent.h"

namespace akin {

struct ClassifierLearning {
  double lr = 2e-3;
  double weight_decay = 0.01;
  double ema = 0.995;
};

/// Minimises the cross-entropy of the labels. Figure: loss, the mean over the batch in nats.
class ClassifierTraining : public Descent {
 public:
  explicit ClassifierTraining(std::shared_ptr<Classifier> model, ClassifierLearning learning = {});

 protected:
  Objective objective(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] bool divides() const override { return true; }

 private:
  std::shared_ptr<Classifier> model_;
};

}  // namespace akin
