#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "akin/experiment/dataset.h"

namespace akin::app {

/// The data of the models that are shown, which many of them share. Thread-safe; data are loaded
/// one at a time and stay.
class Datasets {
 public:
  /// Errors: those of training_dataset().
  std::shared_ptr<const Dataset> get(const Recipe& recipe,
                                     const std::shared_ptr<const tokens::Tokenizer>& tokenizer);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Dataset>> loaded_;
};

}  // namespace akin::app
