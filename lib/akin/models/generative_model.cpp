#include "akin/models/generative_model.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "akin/base/require.h"

namespace akin {

using torch::Tensor;

namespace {

/// Bounds memory. Each chunk has a random stream of its own, so changing this changes the samples
/// of a seed.
constexpr std::int64_t chunk = 256;

/// Puts a module into evaluation mode and restores the mode of each of its parts at the end.
class EvaluationMode {
 public:
  explicit EvaluationMode(torch::nn::Module& module)
      : module_(module), parts_(module.modules(/*include_self=*/false)) {
    was_training_.push_back(module.is_training());
    for (const auto& part : parts_) {
      was_training_.push_back(part->is_training());
    }
    module_.eval();
  }
  ~EvaluationMode() {
    module_.train(was_training_.front());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      parts_[i]->train(was_training_[i + 1]);  // modules() lists parents before their children
    }
  }
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  torch::nn::Module& module_;
  std::vector<std::shared_ptr<torch::nn::Module>> parts_;
  std::vector<bool> was_training_;
};

void require_labels(const Tensor& labels, std::int64_t count, std::int64_t classes) {
  require<UsageError>(classes > 0,
                      "[sample] expected no labels for a model without classes, got {}; train with "
                      "--conditional",
                      labels.numel());
  require(labels.numel() == count, "[sample] expected {} labels, got {}", count, labels.numel());
  for (const auto label : {labels.min().item<std::int64_t>(), labels.max().item<std::int64_t>()}) {
    require<UsageError>(label >= 0 && label < classes,
                        "[sample] expected labels from 0 to {}, got {}", classes - 1, label);
  }
}

}  // namespace

Tensor GenerativeModel::sample(std::int64_t count, std::uint64_t seed, const Tensor& labels) {
  require<UsageError>(count >= 1, "[sample] expected at least one item, got {}", count);
  if (labels.defined()) {
    require_labels(labels, count, classes());
  }
  const Tensor conditions = labels.defined() ? labels : cycling_labels(count, classes());
  const torch::NoGradGuard no_grad;
  const EvaluationMode evaluation(*this);
  std::vector<Tensor> parts;
  for (std::int64_t begin = 0; begin < count; begin += chunk) {
    const std::int64_t n = std::min(chunk, count - begin);
    Random random(seed, "sample", static_cast<std::uint64_t>(begin));
    const Tensor part =
        conditions.defined() ? conditions.narrow(0, begin, n).to(device()) : Tensor();
    parts.push_back(draw(n, random, part));
  }
  return torch::cat(parts);
}

std::optional<NegativeLogLikelihood> GenerativeModel::nll(const Tensor& data, const Tensor& labels,
                                                          Random random) {
  const torch::NoGradGuard no_grad;
  const EvaluationMode evaluation(*this);
  return compute_nll(data, labels, random);
}

torch::Device GenerativeModel::device() const {
  return parameters().front().device();
}

Tensor cycling_labels(std::int64_t count, std::int64_t classes) {
  return classes == 0 ? Tensor() : torch::arange(count) % classes;
}

}  // namespace akin
