#include "akin/models/generative_model.h"

#include <algorithm>
#include <vector>

#include "akin/base/require.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr std::int64_t chunk =
    256;  // bounds memory; part of what a seed means, since each has its own stream

/// Evaluation mode for as long as it lives.
class EvaluationMode {
 public:
  explicit EvaluationMode(torch::nn::Module& module)
      : module_(module), was_training_(module.is_training()) {
    module_.eval();
  }
  ~EvaluationMode() { module_.train(was_training_); }
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  torch::nn::Module& module_;
  bool was_training_;
};

}  // namespace

Tensor GenerativeModel::sample(std::int64_t count, std::uint64_t seed, const Tensor& labels) {
  require<UsageError>(count >= 1, "[sample] expected at least one item, got {}", count);
  const Tensor conditions = labels.defined() ? labels : cycling_labels(count, classes());
  require(!conditions.defined() || conditions.numel() == count,
          "[sample] expected {} labels, got {}", count,
          conditions.defined() ? conditions.numel() : 0);
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

torch::Device GenerativeModel::device() const {
  return parameters().front().device();
}

Tensor cycling_labels(std::int64_t count, std::int64_t classes) {
  return classes == 0 ? Tensor() : torch::arange(count) % classes;
}

}  // namespace akin
