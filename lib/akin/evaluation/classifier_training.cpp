#include "akin/evaluation/classifier_training.h"

#include <utility>

namespace akin {

ClassifierTraining::ClassifierTraining(std::shared_ptr<Classifier> model,
                                       ClassifierLearning learning)
    : LossTraining(
          model, [&] { return nn::named_tensors(*model); },
          {.lr = learning.lr, .weight_decay = learning.weight_decay}, learning.ema),
      model_(std::move(model)) {}

LossTraining::Objective ClassifierTraining::objective(const Batch& batch,
                                                      const StepContext& /*context*/) {
  const torch::Tensor logits = model_->logits(model_->features(batch.data));  // [n, classes]
  const torch::Tensor loss = torch::nll_loss(torch::log_softmax(logits, 1), batch.labels);
  return {loss, {{"loss", loss.detach()}}, torch::scalar_tensor(batch.data.size(0))};
}

}  // namespace akin
