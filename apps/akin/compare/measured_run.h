#pragma once

#include <map>

#include <nlohmann/json.hpp>

#include "akin/evaluation/evaluation.h"
#include "akin/experiment/run_folder.h"

namespace akin::app {

/// Holds sets of images against the same real ones, of which the figures of as many control images
/// are computed once for each count.
class Gauge {
 public:
  explicit Gauge(Reference reference) : reference_(std::move(reference)) {}

  /// No more than there are control images.
  [[nodiscard]] std::int64_t comparable(std::int64_t count) const;
  Evaluation evaluate(const data::Images& images);
  [[nodiscard]] const Reference& reference() const { return reference_; }

 private:
  Reference reference_;
  std::map<std::int64_t, ImageMetrics> control_;
};

/// Everything a report says of one run: how it was trained, what it costs, how its samples
/// evaluate, its loss curves and its pictures, which are also written below `pictures`. At most
/// `samples` of them, and no more than are made in a minute.
nlohmann::ordered_json measure_run(const RunFolder& run, Gauge& gauge, std::int64_t samples,
                                   const std::filesystem::path& pictures);

/// What a model trained on binary pixels says of the test images; its kind is "undefined" where it
/// has no likelihood of pixels.
nlohmann::ordered_json measure_likelihood(const RunFolder& run);

/// A sheet of the first images, as a data URI.
std::string sheet_uri(const data::Images& images, const std::filesystem::path& path);

}  // namespace akin::app
