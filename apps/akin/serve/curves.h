#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/training/trainable.h"

namespace akin::app {

/// Curves over a training that may never end: where there are 300 points, every second one goes.
class Curves {
 public:
  void add(std::int64_t step, const StepMetrics& figures);
  /// {"steps": [...], "loss": [...], ...}
  [[nodiscard]] nlohmann::json described() const;

 private:
  std::int64_t stride_ = 1;
  std::vector<std::int64_t> steps_;
  std::vector<std::pair<std::string, std::vector<double>>> figures_;
};

}  // namespace akin::app
