#include "akin/training/loss_training.h"

#include <algorithm>

#include "akin/nn/torch_parallel.h"

namespace akin {

using torch::Tensor;

namespace {

/// Items that a thread gets at least.
constexpr std::int64_t smallest_shard = 4;

/// Part k of `count` parts of equal size; the first ones are larger by one where there is a rest.
Batch shard_of(const Batch& batch, std::int64_t k, std::int64_t count) {
  if (count == 1) {
    return batch;
  }
  return {batch.data.tensor_split(count)[static_cast<std::size_t>(k)],
          batch.labels.defined() ? batch.labels.tensor_split(count)[static_cast<std::size_t>(k)]
                                 : Tensor()};
}

}  // namespace

LossTraining::LossTraining(std::shared_ptr<torch::nn::Module> module,
                           const std::function<nn::NamedTensors()>& weights, AdamOptions adam,
                           double ema)
    : module_(std::move(module)), optimizer_(*module_, adam), average_(weights(), ema) {}

std::int64_t LossTraining::shard_count(const Batch& batch) const {
  if (!batch.data.is_cpu() || !can_shard()) {
    return 1;
  }
  return std::clamp<std::int64_t>(batch.data.size(0) / smallest_shard, 1, at::get_num_threads());
}

StepMetrics LossTraining::step(const Batch& batch, const StepContext& context) {
  module_->train();
  const auto count = static_cast<std::size_t>(shard_count(batch));
  std::vector<Objective> shards(count);
  std::vector<Gradients> gradients(count);
  nn::parallel_ranges(std::ssize(shards), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t k = begin; k < end; ++k) {
      StepContext own = context;
      own.shard = static_cast<int>(k);
      Objective& shard = shards[static_cast<std::size_t>(k)];
      shard = objective(shard_of(batch, k, std::ssize(shards)), own);
      gradients[static_cast<std::size_t>(k)] = optimizer_.parameters().gradients(shard.loss);
    }
  });
  if (count == 1) {  // reading its weight would wait for the device
    optimizer_.step(std::move(gradients.front()), context.lr_factor);
    average_.update();
    return std::move(shards.front().metrics);
  }
  std::vector<double> weights;
  weights.reserve(shards.size());
  for (const Objective& shard : shards) {
    weights.push_back(shard.weight.item<double>());
  }
  optimizer_.step(std::move(gradients), weights, context.lr_factor);
  average_.update();
  return mean_of(shards, weights);
}

StepMetrics LossTraining::mean_of(std::vector<Objective>& shards,
                                  const std::vector<double>& weights) {
  StepMetrics metrics = std::move(shards.front().metrics);
  double sum = weights.front();
  for (std::size_t k = 1; k < shards.size(); ++k) {
    sum += weights[k];
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      metrics[i].value = metrics[i].value.lerp(shards[k].metrics[i].value, weights[k] / sum);
    }
  }
  return metrics;
}

nn::NamedTensors LossTraining::state() const {
  nn::NamedTensors all = nn::named_tensors(*module_, "model.");
  all.merge(average_.state("average."));
  all.merge(optimizer_.state("optimizer."));
  return all;
}

nn::NamedTensors LossTraining::weights() const {
  return average_.weights("");
}

}  // namespace akin
