#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace akin {

/// The best validation figure of a training and for how many validations there was no better one
/// (early stopping, Prechelt 1998).
class EarlyStopping {
 public:
  struct Best {
    std::int64_t step = 0;
    double value = 0;  ///< lower is better
  };

  /// patience: validations without a better figure after which training should stop; 0: any.
  explicit EarlyStopping(std::int64_t patience) : patience_(patience) {}

  /// Whether `value`, of a later step than those before, is better than all of them. NaN is not.
  bool add(std::int64_t step, double value) {
    const bool better = value < (best_ ? best_->value : std::numeric_limits<double>::infinity());
    since_ = better ? 0 : since_ + 1;
    if (better) {
      best_ = {step, value};
    }
    return better;
  }

  [[nodiscard]] bool exhausted() const { return patience_ > 0 && since_ >= patience_; }
  [[nodiscard]] const std::optional<Best>& best() const { return best_; }

 private:
  std::int64_t patience_;
  std::int64_t since_ = 0;
  std::optional<Best> best_;
};

}  // namespace akin
