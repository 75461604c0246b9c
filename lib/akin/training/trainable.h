#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/base/random.h"
#include "akin/nn/tensors.h"
#include "akin/nn/torch.h"

namespace akin {

/// The data of one training step: [n, ...], pixels in [0, 1] or token ids, and labels int64 [n],
/// undefined for data without labels.
struct Batch {
  torch::Tensor data;
  torch::Tensor labels;
};

/// A named scalar of one step. The tensor is detached and may still be being computed: reading it
/// waits for the device.
struct StepMetric {
  std::string name;
  torch::Tensor value;
  std::string label{};  ///< for people, where it differs from `name`
};
using StepMetrics = std::vector<StepMetric>;

/// Everything a step may depend on besides the weights, so that a run can be resumed at any step.
struct StepContext {
  std::uint64_t seed = 0;
  std::int64_t step = 0;   ///< 0 for the first
  double lr_factor = 1.0;  ///< the schedule's factor of the learning rate
  int shard = 0;           ///< which part of the batch this is, where threads divide it

  /// Random numbers for one purpose of this step, others for each shard.
  [[nodiscard]] Random random(std::string_view stream) const {
    constexpr int step_bits = 48;
    return Random(seed, stream,
                  static_cast<std::uint64_t>(step) | static_cast<std::uint64_t>(shard)
                                                         << step_bits);
  }
};

/// Something that can be trained step by step; a GAN's step is two updates. It owns its optimisers
/// and averages.
class Trainable {
 public:
  virtual ~Trainable() = default;

  virtual StepMetrics step(const Batch& batch, const StepContext& context) = 0;

  /// Live tensors that determine every later step: weights, buffers, moments, averages.
  [[nodiscard]] virtual nn::NamedTensors state() const = 0;

  /// Live tensors to sample with, under the names of GenerativeModel::tensors(): averages where
  /// they are kept.
  [[nodiscard]] virtual nn::NamedTensors weights() const = 0;

  /// Advice for people where metrics like these, seen repeatedly, mean that something is wrong.
  [[nodiscard]] virtual std::optional<std::string> advice(const StepMetrics& /*metrics*/) const {
    return std::nullopt;
  }

  /// Changes a setting from the next step on; false where it has none of that name that may change
  /// during training.
  virtual bool set(const std::string& /*setting*/, double /*value*/) { return false; }
};

}  // namespace akin
