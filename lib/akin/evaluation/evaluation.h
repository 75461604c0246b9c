#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/evaluation/reference.h"

namespace akin {

/// A sentence in the languages of akin's readers.
struct LocalizedText {
  std::string en;
  std::string ko;
};

/// One figure beside its control, and what the two together say.
struct Metric {
  std::string name;   ///< "frechet"
  std::string space;  ///< "features", "pca", "pixels", or none
  std::string group;  ///< "similar" or "new"
  double value = 0;
  double control = 0;        ///< the same of real images that the model never saw
  std::optional<double> sd;  ///< of the value, where it is a mean over draws
  std::string better;        ///< "lower", "higher", or "control": best where the control is
  LocalizedText reading;
};

/// What the figures of memory say where the answer is known.
struct Calibration {
  double share = 0;  ///< of the images that are copies of training images
  double noise = 0;  ///< deviation of the noise on their pixels
  Memory memory;
};

struct Conclusion {
  std::string topic;  ///< "similar", "new" or "classes"
  LocalizedText text;
};

struct Evaluation {
  std::int64_t samples = 0;
  std::vector<Metric> metrics;
  std::vector<Calibration> calibration;
  std::vector<Conclusion> conclusions;

  /// The measure of that name and space; nullptr where there is none.
  [[nodiscard]] const Metric* find(const std::string& name, const std::string& space) const;
};

/// How many samples and control images are compared: as many of each.
std::int64_t comparable_count(const Reference& reference, std::int64_t samples);

/// Holds samples against the figures of as many control images.
Evaluation evaluate_images(const Reference& reference, const data::Images& samples,
                           const ImageMetrics& control);

/// 1, 5 and 20 % copies, exact and with light noise, among `count` control images.
std::vector<Calibration> calibrate(const Reference& reference, std::int64_t count);

nlohmann::ordered_json to_json(const Evaluation& evaluation);

}  // namespace akin
