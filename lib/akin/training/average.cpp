#include "akin/training/average.h"

#include <algorithm>
#include <utility>

namespace akin {

Average::Average(nn::NamedTensors live, double decay)
    : live_(std::move(live)), decay_(decay), updates_(torch::zeros({}, torch::kInt64)) {
  for (const auto& [name, tensor] : live_) {
    average_.emplace(name, decay > 0 ? tensor.detach().clone() : tensor.detach());
  }
}

void Average::update() {
  const torch::NoGradGuard no_grad;
  const auto t = static_cast<double>(updates_.item<std::int64_t>());
  updates_ += 1;
  if (decay_ == 0) {
    return;
  }
  const double decay = std::min(decay_, (1 + t) / (10 + t));
  for (auto& [name, average] : average_) {
    const auto& live = live_.at(name);
    if (average.is_floating_point()) {
      average.lerp_(live, 1 - decay);
    } else {
      average.copy_(live);
    }
  }
}

nn::NamedTensors Average::weights(const std::string& prefix) const {
  nn::NamedTensors named;
  for (const auto& [name, average] : average_) {
    named.emplace(prefix + name, average);
  }
  return named;
}

nn::NamedTensors Average::state(const std::string& prefix) const {
  nn::NamedTensors named = weights(prefix);
  named.emplace(prefix + "updates", updates_);
  return named;
}

}  // namespace akin
