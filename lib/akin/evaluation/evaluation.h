#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/evaluation/reference.h"
#include "akin/evaluation/wording.h"

namespace akin {

/// What the memorisation metrics say of a known share of planted copies.
struct Calibration {
  double share = 0;  ///< of the images that are copies of training images
  double noise = 0;  ///< standard deviation of the noise on their pixels
  Memorisation memorisation;
};

struct Evaluation {
  std::int64_t samples = 0;
  std::vector<Metric> metrics;
  std::vector<Calibration> calibration;
  std::vector<Conclusion> conclusions;

  /// nullptr if there is none.
  [[nodiscard]] const Metric* find(const std::string& name, const std::string& space) const {
    return find_metric(metrics, name, space);
  }
};

/// Metrics of samples beside those of as many control images, `Reference::control_metrics()`.
Evaluation evaluate_images(const Reference& reference, const data::Images& samples,
                           const ControlMetrics& control);

/// Plants 1, 5 and 20 % copies, exact and with light noise, among `count` control images.
std::vector<Calibration> calibrate(const Reference& reference, std::int64_t count);

nlohmann::ordered_json to_json(const Evaluation& evaluation);

/// Writes all inputs of the metrics as safetensors, so that other programs can compute them:
/// "samples", "test", "control" (uint8 [n, height, width]); for each of them and "training"
/// ".features" and ".components" (float32 [n, 64]) and ".labels" (int64 [n]), the classes that the
/// classifier predicts. Written atomically.
void dump_evaluation(const std::filesystem::path& path, const Reference& reference,
                     const data::Images& samples, std::int64_t control_count);

}  // namespace akin
