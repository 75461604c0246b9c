#include "akin/evaluation/evaluation.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "akin/evaluation/readings.h"

namespace akin {
namespace {

/// One row of an evaluation: how it is called, and where it stands among the figures. None where a
/// set has no such figure.
struct Row {
  const char* name;
  const char* space;
  const char* group;
  const char* better;
  std::optional<double> (*value)(const ImageMetrics&);
};

template <class Part, class Number>
std::optional<double> part(const std::optional<Part>& of, Number Part::*number) {
  return of ? std::optional(static_cast<double>((*of).*number)) : std::nullopt;
}

/// Classes of which there are at least a tenth as many as there should be: a few of each are the
/// classifier's slips.
std::optional<double> classes_seen(const ImageMetrics& of) {
  if (!of.classes) {
    return std::nullopt;
  }
  const auto total = [](const std::vector<std::int64_t>& counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  };
  const auto& real = of.classes->real;
  const auto& generated = of.classes->generated;
  const double scale = 0.1 * total(generated) / total(real);
  double count = 0;
  for (std::size_t c = 0; c < real.size(); ++c) {
    const auto enough = scale * static_cast<double>(real[c]);
    count += generated[c] > 0 && static_cast<double>(generated[c]) >= enough ? 1 : 0;
  }
  return count;
}

const std::vector<Row>& rows() {
  using F = ImageMetrics;
  using N = metrics::Neighbourhoods;
  using C = metrics::ClassBalance;
  static const std::vector<Row> all = {
      {"frechet", "features", "similar", "lower", [](const F& f) { return f.frechet; }},
      {"frechet", "pca", "similar", "lower",
       [](const F& f) { return std::optional(f.frechet_of_components); }},
      {"kid", "features", "similar", "lower",
       [](const F& f) { return part(f.kid, &metrics::Kid::mean); }},
      {"precision", "features", "similar", "higher",
       [](const F& f) { return part(f.neighbourhoods, &N::precision); }},
      {"recall", "features", "similar", "higher",
       [](const F& f) { return part(f.neighbourhoods, &N::recall); }},
      {"density", "features", "similar", "control",
       [](const F& f) { return part(f.neighbourhoods, &N::density); }},
      {"coverage", "features", "similar", "higher",
       [](const F& f) { return part(f.neighbourhoods, &N::coverage); }},
      {"class_distance", "features", "similar", "lower",
       [](const F& f) { return part(f.classes, &C::total_variation); }},
      {"classes_seen", "features", "similar", "higher", classes_seen},
      {"nearest", "pixels", "new", "control", [](const F& f) { return std::optional(f.nearest); }},
      {"c_t", "pca", "new", "control", [](const F& f) { return f.memory.c_t; }},
      {"copy_rate", "pca", "new", "control",
       [](const F& f) { return std::optional(f.memory.copy_rate); }},
      {"authenticity", "pca", "new", "control", [](const F& f) { return f.memory.authenticity; }}};
  return all;
}

void add_measure(const Row& row, const ImageMetrics& of, const ImageMetrics& control,
                 Evaluation& evaluation) {
  const auto value = row.value(of);
  const auto beside = row.value(control);
  if (!value || !beside) {
    return;
  }
  Metric measure{row.name, row.space, row.group, *value, *beside, {}, row.better, {}};
  if (measure.name == "kid") {
    measure.sd = of.kid->standard_deviation;
  }
  measure.reading = read_metric(measure);
  evaluation.metrics.push_back(std::move(measure));
}

nlohmann::ordered_json localized_json(const LocalizedText& wording) {
  return {{"en", wording.en}, {"ko", wording.ko}};
}

nlohmann::ordered_json optional_json(const std::optional<double>& number) {
  return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json();
}

nlohmann::ordered_json metric_json(const Metric& measure) {
  nlohmann::ordered_json json = {{"name", measure.name},
                                 {"space", measure.space},
                                 {"group", measure.group},
                                 {"value", measure.value},
                                 {"control", measure.control},
                                 {"better", measure.better},
                                 {"reading", localized_json(measure.reading)}};
  if (measure.sd) {
    json["sd"] = *measure.sd;
  }
  return json;
}

nlohmann::ordered_json calibration_json(const Calibration& row) {
  return {{"planted", row.share},
          {"noise", row.noise},
          {"copy_rate", row.memory.copy_rate},
          {"c_t", optional_json(row.memory.c_t)},
          {"authenticity", optional_json(row.memory.authenticity)}};
}

}  // namespace

const Metric* Evaluation::find(const std::string& name, const std::string& space) const {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& measure) {
    return measure.name == name && measure.space == space;
  });
  return found == metrics.end() ? nullptr : &*found;
}

std::int64_t comparable_count(const Reference& reference, std::int64_t samples) {
  return std::min(samples, reference.real().control.size());
}

Evaluation evaluate_images(const Reference& reference, const data::Images& samples,
                           const ImageMetrics& control) {
  const ImageMetrics figures = reference.measure(samples);
  Evaluation evaluation;
  evaluation.samples = samples.size();
  for (const Row& row : rows()) {
    add_measure(row, figures, control, evaluation);
  }
  evaluation.conclusions = conclude(evaluation);
  return evaluation;
}

std::vector<Calibration> calibrate(const Reference& reference, std::int64_t count) {
  constexpr double light_noise = 0.05;
  std::vector<Calibration> all;
  for (const double noise : {0.0, light_noise}) {
    for (const double share : {0.01, 0.05, 0.2}) {
      all.push_back({share, noise, reference.planted(count, share, noise)});
    }
  }
  return all;
}

nlohmann::ordered_json to_json(const Evaluation& evaluation) {
  nlohmann::ordered_json json;
  json["samples"] = evaluation.samples;
  json["figures"] = nlohmann::ordered_json::array();
  for (const Metric& measure : evaluation.metrics) {
    json["figures"].push_back(metric_json(measure));
  }
  json["calibration"] = nlohmann::ordered_json::array();
  for (const Calibration& row : evaluation.calibration) {
    json["calibration"].push_back(calibration_json(row));
  }
  json["readings"] = nlohmann::ordered_json::array();
  for (const Conclusion& conclusion : evaluation.conclusions) {
    json["readings"].push_back(
        {{"topic", conclusion.topic}, {"en", conclusion.text.en}, {"ko", conclusion.text.ko}});
  }
  return json;
}

}  // namespace akin
