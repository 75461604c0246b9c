#pragma once

#include <map>

#include <nlohmann/json.hpp>

#include "akin/evaluation/evaluation.h"
#include "akin/experiment/run_folder.h"

namespace akin::app {

/// Evaluates sets of images against the same real ones; the metrics of the control images are
/// computed once per count.
class ImageEvaluator {
 public:
  explicit ImageEvaluator(Reference reference) : reference_(std::move(reference)) {}

  /// No more than there are control images.
  [[nodiscard]] std::int64_t comparable(std::int64_t count) const;
  Evaluation evaluate(const data::Images& images);
  [[nodiscard]] const Reference& reference() const { return reference_; }

 private:
  Reference reference_;
  std::map<std::int64_t, ControlMetrics> control_;
};

/// Everything a report says about one run: training, cost, evaluation of its samples, loss curves
/// and pictures, which are also written to the folder `pictures`. At most `samples` samples, and no
/// more than are generated in a minute.
nlohmann::ordered_json measure_run(const RunFolder& run, ImageEvaluator& evaluator,
                                   std::int64_t samples, const std::filesystem::path& pictures);

/// The likelihood of the test images, of binary pixels or of pixels of 256 levels; its kind is
/// "undefined" for models without one.
nlohmann::ordered_json measure_likelihood(const RunFolder& run);

/// A sheet of the first images, as a data URI.
std::string sheet_uri(const data::Images& images, const std::filesystem::path& path);

}  // namespace akin::app
