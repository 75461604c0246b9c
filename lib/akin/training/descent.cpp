#include "akin/training/descent.h"

#include <utility>

namespace akin {

Descent::Descent(std::shared_ptr<torch::nn::Module> module,
                 const std::function<nn::NamedTensors()>& weights, AdamOptions adam, double ema)
    : module_(std::move(module)), optimizer_(*module_, adam), average_(weights(), ema) {}

Figures Descent::step(const Batch& batch, const StepContext& context) {
  module_->train();
  Objective now = objective(batch, context);
  optimizer_.zero_gradients();
  now.loss.backward();
  optimizer_.step(context.lr_factor);
  average_.update();
  return std::move(now.figures);
}

nn::NamedTensors Descent::state() const {
  nn::NamedTensors all = nn::named_tensors(*module_, "model.");
  all.merge(average_.state("average."));
  all.merge(optimizer_.state("optimizer."));
  return all;
}

nn::NamedTensors Descent::weights() const {
  return average_.weights("");
}

}  // namespace akin
