#include "akin/evaluation/readings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace akin {
namespace {

using Level = Reading::Level;

constexpr double chance = 3;      ///< errors that chance may explain
constexpr double telling = 0.25;  ///< share of the contrast that has to show
constexpr double next_to_nothing = 0.1;

/// How much worse than the control the value is, in the metric's units: either way, if the control
/// is best.
double worse_by(const Metric& metric, double difference) {
  return metric.better == "lower"    ? difference
         : metric.better == "higher" ? -difference
                                     : std::abs(difference);
}

/// The level of a metric within chance.
Level within(const Metric& metric) {
  const bool tells = telling * worse_by(metric, metric.contrast) > chance * metric.error;
  return tells ? Level::like_control : Level::too_few;
}

Level distance_level(double ratio, double way_to_noise) {
  struct Step {
    Level level;
    double ratio;
    double way;
  };
  constexpr std::array<Step, 3> steps = {{{Level::close, 5, 0.04},
                                          {Level::distinguishable, 20, 0.1},
                                          {Level::roughly_similar, 100, telling}}};
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const Step& step) {
    return ratio <= step.ratio && way_to_noise <= step.way;
  });
  return found == steps.end() ? Level::not_similar : found->level;
}

double amount_of(const Metric& metric) {
  const std::string& name = metric.name;
  if (name == "frechet") {
    return metric.value / std::max(metric.control, 1e-9);
  }
  if (name == "precision" || name == "recall" || name == "coverage") {
    return 1 - metric.value;
  }
  if (name == "class_distance") {
    return metric.value;
  }
  if (name == "classes_seen") {
    return metric.control - metric.value;
  }
  return name == "copy_rate" ? std::max(0.0, metric.value - metric.control) : 0;
}

Level level_of(const Metric& metric) {
  const double difference = metric.value - metric.control;
  if (!(worse_by(metric, difference) > chance * metric.error)) {
    return within(metric);
  }
  if (metric.name == "frechet") {
    return distance_level(amount_of(metric), difference / std::max(metric.contrast, 1e-9));
  }
  return difference < 0 ? Level::below_control : Level::above_control;
}

bool concludes(Level level) {
  return level != Level::like_control && level != Level::too_few;
}

bool has_level(const Metric* metric, Level level) {
  return metric != nullptr && metric->reading.level == level;
}

/// The worse of the two spaces'.
Reading distance_reading(const std::vector<Metric>& metrics) {
  Reading worst = find_metric(metrics, "frechet", "pca")->reading;
  const Metric* in_features = find_metric(metrics, "frechet", "features");
  if (in_features != nullptr && in_features->reading.level >= worst.level) {
    worst = in_features->reading;
  }
  return worst;
}

Level similar_level(Level distance, const std::vector<Metric>& metrics) {
  std::size_t missing = 0;
  bool beyond = false;
  for (const char* name : {"precision", "recall", "density", "coverage"}) {
    const Metric* metric = find_metric(metrics, name, "features");
    if (metric == nullptr) {
      return distance;
    }
    missing += metric->value <= next_to_nothing * metric->control ? 1U : 0U;
    beyond = beyond || concludes(metric->reading.level);
  }
  const Metric& coverage = *find_metric(metrics, "coverage", "features");
  const bool uncovered = has_level(&coverage, Level::below_control) &&
                         coverage.value <= next_to_nothing * coverage.control;
  if (uncovered || (missing == 4 && concludes(distance))) {
    return Level::not_similar;
  }
  if (missing == 4) {
    return Level::too_few;
  }
  return distance == Level::like_control && beyond ? Level::close : distance;
}

ImageAssessment::Novelty novelty_of(const std::vector<Metric>& metrics) {
  using Novelty = ImageAssessment::Novelty;
  const Metric* copies = find_metric(metrics, "copy_rate", "pca");
  if (has_level(copies, Level::above_control)) {
    return Novelty::copies;
  }
  if (has_level(find_metric(metrics, "c_t", "pca"), Level::below_control) ||
      has_level(find_metric(metrics, "authenticity", "pca"), Level::below_control) ||
      has_level(find_metric(metrics, "nearest", "pixels"), Level::below_control)) {
    return Novelty::too_close;
  }
  return has_level(copies, Level::too_few) ? Novelty::too_few : Novelty::new_images;
}

std::optional<ImageAssessment::Classes> classes_of(const std::vector<Metric>& metrics) {
  const Metric* seen = find_metric(metrics, "classes_seen", "features");
  if (seen == nullptr) {
    return std::nullopt;
  }
  return ImageAssessment::Classes{static_cast<std::int64_t>(seen->value),
                                  static_cast<std::int64_t>(seen->control), seen->reading,
                                  find_metric(metrics, "class_distance", "features")->reading};
}

}  // namespace

const Metric* find_metric(const std::vector<Metric>& metrics, const std::string& name,
                          const std::string& space) {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
    return metric.name == name && metric.space == space;
  });
  return found == metrics.end() ? nullptr : &*found;
}

double share_error(double share, double items) {
  const double smoothed = (share * items + 1) / (items + 2);  // Laplace's rule of succession
  return std::sqrt(2 * smoothed * (1 - smoothed) / items);
}

Reading read_metric(const Metric& metric) {
  return {level_of(metric), amount_of(metric)};
}

ImageAssessment assess_images(const std::vector<Metric>& metrics) {
  ImageAssessment result;
  result.similar = distance_reading(metrics);
  result.similar.level = similar_level(result.similar.level, metrics);
  result.copied = amount_of(*find_metric(metrics, "copy_rate", "pca"));
  result.novelty = novelty_of(metrics);
  result.classes = classes_of(metrics);
  return result;
}

TextAssessment assess_text(const std::vector<Metric>& metrics,
                           std::optional<double> bits_per_character) {
  TextAssessment result;
  result.bits_per_character = bits_per_character;
  if (const Metric* parses = find_metric(metrics, "parses", "")) {
    result.parses = parses->value;
    result.holds = find_metric(metrics, "holds", "")->value;
  }
  const Metric& rate = *find_metric(metrics, "copy_rate", "");
  result.copies = {rate.reading.level, rate.value};
  result.longest = find_metric(metrics, "longest_copied", "")->value;
  result.control_longest = find_metric(metrics, "longest_copied", "")->control;
  return result;
}

}  // namespace akin
