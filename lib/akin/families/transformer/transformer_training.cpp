#include "akin/families/transformer/transformer_training.h"

namespace akin {

using torch::Tensor;

void visit(SettingsVisitor& visitor, TransformerLearning& learning) {
  visitor.real("lr", learning.lr, {0, 10, true}, "learning rate of AdamW");
  visitor.real("beta1", learning.beta1, {0, 0.9999}, "Adam's decay of the first moment");
  visitor.real("beta2", learning.beta2, {0, 0.999999}, "Adam's decay of the second moment");
  visitor.real("weight_decay", learning.weight_decay, {0, 10}, "decay of matrices, not of gains");
  visitor.real("clip", learning.clip, {0, 1e6}, "largest norm of the gradient; 0: any");
  visitor.real("ema", learning.ema, {0, 0.999999},
               "decay of the weights' average used for sampling; 0: none");
}

TransformerTraining::TransformerTraining(std::shared_ptr<SequenceModel> model,
                                         TransformerLearning learning)
    : LossTraining(
          model, [&] { return model->tensors(); },
          {.lr = learning.lr,
           .beta1 = learning.beta1,
           .beta2 = learning.beta2,
           .weight_decay = learning.weight_decay,
           .clip = learning.clip},
          learning.ema),
      model_(std::move(model)) {}

LossTraining::Objective TransformerTraining::objective(const Batch& batch,
                                                       const StepContext& /*context*/) {
  const Tensor sentences =
      model_->sentences(batch.data, model_->conditions(batch.labels));  // [n, t + 1]
  const Tensor nats = model_->nats(sentences).sum();
  const Tensor tokens = (sentences.slice(1, 1) >= 0).sum();
  return {nats / tokens, {{"loss", nats.detach() / model_->items(sentences)}}, tokens};
}

}  // namespace akin
