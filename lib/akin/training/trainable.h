#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/base/random.h"
#include "akin/nn/tensors.h"
#include "akin/nn/torch.h"

namespace akin {

/// What one training step sees: data [n, ...] (pixels in [0, 1]) and labels int64 [n], undefined
/// where there are none.
struct Batch {
  torch::Tensor data;
  torch::Tensor labels;
};

/// A named scalar of one step. The tensor is detached and may still be on its way: reading it waits
/// for the device.
struct StepMetric {
  std::string name;
  torch::Tensor value;
  std::string label{};  ///< how people read it, where not as `name`
};
using StepMetrics = std::vector<StepMetric>;

/// All that a step may depend on besides the weights: so a run can be resumed anywhere.
struct StepContext {
  std::uint64_t seed = 0;
  std::int64_t step = 0;   ///< 0 for the first
  double lr_factor = 1.0;  ///< the schedule's share of the learning rate
  int share = 0;           ///< which part of the batch this is, where threads divide it

  /// Random numbers for one purpose of this step, others for each share.
  [[nodiscard]] Random random(std::string_view stream) const {
    constexpr int step_bits = 48;
    return Random(seed, stream,
                  static_cast<std::uint64_t>(step) | static_cast<std::uint64_t>(share)
                                                         << step_bits);
  }
};

/// Something that knows one training step, whatever that is: a GAN's is two updates. It owns its
/// optimisers and averages.
class Trainable {
 public:
  virtual ~Trainable() = default;

  virtual StepMetrics step(const Batch& batch, const StepContext& context) = 0;

  /// Live tensors that determine every later step: weights, buffers, moments, averages.
  [[nodiscard]] virtual nn::NamedTensors state() const = 0;

  /// Live tensors to sample with, under the names of GenerativeModel::tensors(): averages where
  /// they are kept.
  [[nodiscard]] virtual nn::NamedTensors weights() const = 0;

  /// Advice for a person where figures like these, seen again and again, mean that something is
  /// wrong.
  [[nodiscard]] virtual std::optional<std::string> advice(const StepMetrics& /*figures*/) const {
    return std::nullopt;
  }
};

}  // namespace akin
