#pragma once

#include <memory>

#include "akin/families/transformer/sequence_model.h"
#include "akin/training/loss_training.h"

namespace akin {

/// The optimiser of a Transformer.
struct TransformerLearning {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.99;
  double weight_decay = 0.1;  ///< of matrices
  double clip = 1.0;          ///< of the gradient's norm; 0: none
  double ema = 0;
  double dropout = 0;  ///< rate, in training: see Transformer::logits()
};
void describe(Fields& fields, TransformerLearning& learning);

/// Minimises the cross-entropy of the next token. StepMetrics: loss, in nats per token of text, or
/// per image.
class TransformerTraining : public LossTraining {
 public:
  TransformerTraining(std::shared_ptr<SequenceModel> model, TransformerLearning learning);

 protected:
  Objective objective(const Batch& batch, const StepContext& context) override;
  [[nodiscard]] bool can_shard() const override { return true; }

 private:
  std::shared_ptr<SequenceModel> model_;
  double dropout_;
};

}  // namespace akin
