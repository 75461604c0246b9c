#include "akin/evaluation/readings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace akin {
namespace {

using Level = Reading::Level;

/// How far below and above its control a value may be and still read as like it.
struct Bounds {
  double below;
  double above;
};

constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr double copied_bound = 0.004;
constexpr double class_bound = 0.03;

Level compare(const Metric& metric, const Bounds& bounds) {
  if (metric.value < metric.control - bounds.below) {
    return Level::below_control;
  }
  return metric.value > metric.control + bounds.above ? Level::above_control : Level::like_control;
}

Bounds image_bounds(const Metric& metric) {
  static const std::map<std::string, Bounds> all = {{"precision", {0.05, unbounded}},
                                                    {"recall", {0.05, unbounded}},
                                                    {"density", {0.1, 0.15}},
                                                    {"coverage", {0.05, unbounded}},
                                                    {"class_distance", {unbounded, class_bound}},
                                                    {"classes_seen", {0, unbounded}},
                                                    {"c_t", {1, 1}},
                                                    {"copy_rate", {unbounded, copied_bound}},
                                                    {"authenticity", {0.04, 0.04}}};
  if (metric.name == "kid") {
    return {unbounded, 3 * metric.sd.value_or(0)};
  }
  if (metric.name == "nearest") {
    return {0.15 * metric.control, 0.15 * metric.control};
  }
  return all.at(metric.name);
}

/// Three standard deviations of the copy rate of as much validation text, if every span of 50
/// characters were copied or not independently, and a little more.
double copy_rate_bound(double control, std::int64_t control_characters) {
  constexpr double span = 50;
  const double spans = std::max(static_cast<double>(control_characters) / span, 1.0);
  return 0.005 + 3 * std::sqrt(2 * control * (1 - control) / spans);
}

Bounds text_bounds(const Metric& metric, std::int64_t control_characters) {
  static const std::map<std::string, Bounds> all = {{"parses", {0.03, unbounded}},
                                                    {"holds", {0.03, unbounded}},
                                                    {"patterns_seen", {0.06, 0.06}},
                                                    {"new_of_parsing", {0.03, 0.03}},
                                                    {"new_lines", {0.03, 0.03}}};
  if (metric.name == "copy_rate") {
    const double bound = copy_rate_bound(metric.control, control_characters);
    return {bound, bound};
  }
  if (metric.name == "longest_copied") {
    return {metric.control / 2, metric.control / 2};
  }
  return metric.name.starts_with("novel_") ? Bounds{0.05, 0.05} : all.at(metric.name);
}

Reading read_distance(const Metric& metric) {
  constexpr std::array<std::pair<double, Level>, 4> most = {{{1.5, Level::like_control},
                                                             {5, Level::close},
                                                             {20, Level::distinguishable},
                                                             {100, Level::roughly_similar}}};
  const double ratio = metric.value / std::max(metric.control, 1e-9);
  for (const auto& [bound, level] : most) {
    if (ratio <= bound) {
      return {level, ratio};
    }
  }
  return {Level::not_similar, ratio};
}

double amount_of(const Metric& metric) {
  const std::string& name = metric.name;
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

bool below_by(const Metric* metric, double bound) {
  return metric != nullptr && metric->value < metric->control - bound;
}

ImageAssessment::Novelty novelty_of(const std::vector<Metric>& metrics, double copied) {
  if (copied > copied_bound) {
    return ImageAssessment::Novelty::copies;
  }
  return below_by(find_metric(metrics, "c_t", "pca"), 3) ||
                 below_by(find_metric(metrics, "authenticity", "pca"), 0.1)
             ? ImageAssessment::Novelty::too_close
             : ImageAssessment::Novelty::new_images;
}

std::optional<ImageAssessment::Classes> classes_of(const std::vector<Metric>& metrics) {
  const Metric* seen = find_metric(metrics, "classes_seen", "features");
  if (seen == nullptr) {
    return std::nullopt;
  }
  return ImageAssessment::Classes{
      static_cast<std::int64_t>(seen->value), static_cast<std::int64_t>(seen->control),
      read_image_metric(*find_metric(metrics, "class_distance", "features"))};
}

}  // namespace

const Metric* find_metric(const std::vector<Metric>& metrics, const std::string& name,
                          const std::string& space) {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
    return metric.name == name && metric.space == space;
  });
  return found == metrics.end() ? nullptr : &*found;
}

Reading read_image_metric(const Metric& metric) {
  return metric.name == "frechet"
             ? read_distance(metric)
             : Reading{compare(metric, image_bounds(metric)), amount_of(metric)};
}

Reading read_text_metric(const Metric& metric, std::int64_t control_characters) {
  return {compare(metric, text_bounds(metric, control_characters)), 0};
}

ImageAssessment assess_images(const std::vector<Metric>& metrics) {
  const Metric* distance = find_metric(metrics, "frechet", "features");
  ImageAssessment result;
  result.similar =
      read_distance(distance != nullptr ? *distance : *find_metric(metrics, "frechet", "pca"));
  result.copied = amount_of(*find_metric(metrics, "copy_rate", "pca"));
  result.novelty = novelty_of(metrics, result.copied);
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
