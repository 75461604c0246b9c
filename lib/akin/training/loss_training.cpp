#include "akin/training/loss_training.h"

#include <algorithm>

#include "akin/nn/torch_parallel.h"

namespace akin {

using torch::Tensor;

namespace {

/// No thread gets fewer items.
constexpr std::int64_t least_share = 4;

/// Items `k` of `count` equal parts, the first ones larger by one where it does not come out even.
Batch share_of(const Batch& batch, std::int64_t k, std::int64_t count) {
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

std::int64_t LossTraining::share_count(const Batch& batch) const {
  if (!batch.data.is_cpu() || !divides()) {
    return 1;
  }
  return std::clamp<std::int64_t>(batch.data.size(0) / least_share, 1, at::get_num_threads());
}

StepMetrics LossTraining::step(const Batch& batch, const StepContext& context) {
  module_->train();
  const auto count = static_cast<std::size_t>(share_count(batch));
  std::vector<Objective> shares(count);
  std::vector<Gradients> gradients(count);
  nn::parallel_ranges(std::ssize(shares), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t k = begin; k < end; ++k) {
      StepContext own = context;
      own.share = static_cast<int>(k);
      Objective& share = shares[static_cast<std::size_t>(k)];
      share = objective(share_of(batch, k, std::ssize(shares)), own);
      gradients[static_cast<std::size_t>(k)] = optimizer_.parameters().gradients(share.loss);
    }
  });
  if (count == 1) {  // nobody asks for its weight, which may still be on its way
    optimizer_.step(std::move(gradients.front()), context.lr_factor);
    average_.update();
    return std::move(shares.front().figures);
  }
  std::vector<double> weights;
  for (const Objective& share : shares) {
    weights.push_back(share.weight.item<double>());
  }
  optimizer_.step(std::move(gradients), weights, context.lr_factor);
  average_.update();
  return mean_of(shares, weights);
}

StepMetrics LossTraining::mean_of(std::vector<Objective>& shares,
                                  const std::vector<double>& weights) {
  StepMetrics figures = std::move(shares.front().figures);
  double sum = weights.front();
  for (std::size_t k = 1; k < shares.size(); ++k) {
    sum += weights[k];
    for (std::size_t i = 0; i < figures.size(); ++i) {
      figures[i].value = figures[i].value.lerp(shares[k].figures[i].value, weights[k] / sum);
    }
  }
  return figures;
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
