#include "akin/families/transformer/transformer_training.h"

namespace akin {

using torch::Tensor;

void describe(Fields& fields, TransformerLearning& learning) {
  fields.real("lr", learning.lr, {0, 10, true}, "learning rate of AdamW");
  fields.real("beta1", learning.beta1, {0, 0.9999}, "Adam's decay of the first moment");
  fields.real("beta2", learning.beta2, {0, 0.999999}, "Adam's decay of the second moment");
  fields.real("weight_decay", learning.weight_decay, {0, 10}, "weight decay of matrices");
  fields.real("clip", learning.clip, {0, 1e6}, "largest norm of the gradient; 0: any");
  fields.real("ema", learning.ema, {0, 0.999999},
              "decay of the moving average of the weights, used for sampling; 0: off");
  fields.real("dropout", learning.dropout, {0, 0.9},
              "rate of dropout in training, against overfitting; 0: off");
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
      model_(std::move(model)),
      dropout_(learning.dropout) {}

LossTraining::Objective TransformerTraining::objective(const Batch& batch,
                                                       const StepContext& context) {
  nn::Dropout dropout(dropout_, context.random("dropout"));
  const Tensor ids = model_->token_ids(batch.data, model_->conditions(batch.labels));  // [n, t + 1]
  const Tensor nll = model_->token_nll(ids, dropout_ > 0 ? &dropout : nullptr).sum();
  const Tensor tokens = (ids.slice(1, 1) >= 0).sum();
  return {nll / tokens, {{"loss", nll.detach() / model_->item_count(ids)}}, tokens};
}

}  // namespace akin
