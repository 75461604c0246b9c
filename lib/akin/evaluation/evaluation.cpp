#include "akin/evaluation/evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <string_view>
#include <utility>

#include "akin/data/pixel_points.h"
#include "akin/io/safetensors.h"
#include "akin/nn/tensors.h"

namespace akin {
namespace {

/// Where the error of a metric comes from.
enum class ErrorSource {
  resampled,        ///< the spread between sets of control images
  share_of_test,    ///< the same, but no less than for as many independent images as in the test
  share_of_images,  ///< a binomial distribution
  median,           ///< that of the median
  cells             ///< that of C_T
};

/// A metric of images: its place in an evaluation, and where its value comes from, none for sets
/// that have no such metric.
struct Row {
  const char* name;
  const char* space;
  const char* group;
  const char* better;
  ErrorSource error;
  std::optional<double> (*value)(const ImageMetrics&);
};

template <class Part, class Number>
std::optional<double> part(const std::optional<Part>& of, Number Part::*number) {
  return of ? std::optional(static_cast<double>((*of).*number)) : std::nullopt;
}

const std::vector<Row>& rows() {
  using M = ImageMetrics;
  using N = metrics::Neighbourhoods;
  using C = metrics::ClassBalance;
  static const std::vector<Row> all = {
      {"frechet", "features", "similar", "lower", ErrorSource::resampled,
       [](const M& m) { return m.frechet; }},
      {"frechet", "pca", "similar", "lower", ErrorSource::resampled,
       [](const M& m) { return std::optional(m.frechet_pca); }},
      {"kid", "features", "similar", "lower", ErrorSource::resampled,
       [](const M& m) { return part(m.kid, &metrics::Kid::mean); }},
      {"precision", "features", "similar", "higher", ErrorSource::share_of_images,
       [](const M& m) { return part(m.neighbourhoods, &N::precision); }},
      {"recall", "features", "similar", "higher", ErrorSource::share_of_test,
       [](const M& m) { return part(m.neighbourhoods, &N::recall); }},
      {"density", "features", "similar", "control", ErrorSource::resampled,
       [](const M& m) { return part(m.neighbourhoods, &N::density); }},
      {"coverage", "features", "similar", "higher", ErrorSource::share_of_test,
       [](const M& m) { return part(m.neighbourhoods, &N::coverage); }},
      {"class_distance", "features", "similar", "lower", ErrorSource::resampled,
       [](const M& m) { return part(m.classes, &C::total_variation); }},
      {"classes_seen", "features", "similar", "higher", ErrorSource::resampled,
       [](const M& m) { return part(m.classes, &C::seen); }},
      {"nearest", "pixels", "new", "control", ErrorSource::median,
       [](const M& m) { return std::optional(m.nearest_distance); }},
      {"c_t", "pca", "new", "control", ErrorSource::cells,
       [](const M& m) { return m.memorisation.c_t; }},
      {"copy_rate", "pca", "new", "control", ErrorSource::share_of_images,
       [](const M& m) { return std::optional(m.memorisation.copy_rate); }},
      {"authenticity", "pca", "new", "control", ErrorSource::share_of_images,
       [](const M& m) { return m.memorisation.authenticity; }}};
  return all;
}

struct MeanAndVariance {
  double mean;
  double variance;
};

/// Over the sets of control images; none if they have no such metric.
std::optional<MeanAndVariance> over_sets(const Row& row, const ControlMetrics& control) {
  double sum = 0;
  double squares = 0;
  for (const ImageMetrics& set : control.sets) {
    const auto value = row.value(set);
    if (!value) {
      return std::nullopt;
    }
    sum += *value;
    squares += *value * *value;
  }
  const auto n = static_cast<double>(control.sets.size());
  return MeanAndVariance{sum / n, std::max(0.0, squares - sum * sum / n) / (n - 1)};
}

/// Of the difference between two sets of `count` images. Sets of a part of the control images
/// differ less than such of fresh ones: finite population correction.
double resampled_error(const Row& row, const ControlMetrics& control) {
  const auto spread = over_sets(row, control);
  const auto size = static_cast<double>(control.resampled);
  return spread ? std::sqrt(2 * spread->variance / (1 - size / static_cast<double>(control.all)) *
                            size / static_cast<double>(control.count))
                : std::numeric_limits<double>::infinity();
}

double error_of(const Row& row, const ControlMetrics& control, double control_value) {
  switch (row.error) {
    case ErrorSource::resampled:
      break;
    case ErrorSource::share_of_test:
      return std::max(resampled_error(row, control),
                      share_error(control_value, static_cast<double>(control.test)));
    case ErrorSource::share_of_images:
      return share_error(control_value, static_cast<double>(control.count));
    case ErrorSource::median:
      return std::numbers::sqrt2 * control.metrics.nearest_error;
    case ErrorSource::cells:
      return std::numbers::sqrt2 * control.metrics.memorisation.c_t_error;
  }
  return resampled_error(row, control);
}

/// What the metric says of noise or copies beyond what it says of as many control images.
double contrast_of(const Row& row, const ControlMetrics& control, double control_value) {
  const auto worst = row.value(control.worst);
  const auto sets = over_sets(row, control);
  const bool similar = std::string_view(row.group) == "similar";
  if (!worst || (similar && !sets)) {
    return 0;
  }
  return *worst - (similar ? sets->mean : control_value);
}

void add_metric(const Row& row, const ImageMetrics& samples, const ControlMetrics& control,
                Evaluation& evaluation) {
  const auto value = row.value(samples);
  const auto control_value = row.value(control.metrics);
  if (!value || !control_value) {
    return;
  }
  Metric metric{row.name, row.space, row.group, row.better, *value, *control_value};
  if (metric.name == "kid") {
    metric.sd = samples.kid->standard_error;
  }
  metric.error = error_of(row, control, *control_value);
  metric.contrast = contrast_of(row, control, *control_value);
  metric.reading = read_metric(metric);
  evaluation.metrics.push_back(std::move(metric));
}

nlohmann::ordered_json localized_json(const LocalizedText& text) {
  return {{"en", text.en}, {"ko", text.ko}};
}

nlohmann::ordered_json optional_json(const std::optional<double>& number) {
  return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json();
}

nlohmann::ordered_json metric_json(const Metric& metric) {
  nlohmann::ordered_json json = {{"name", metric.name},
                                 {"space", metric.space},
                                 {"group", metric.group},
                                 {"value", metric.value},
                                 {"control", metric.control},
                                 {"better", metric.better},
                                 {"reading", localized_json(reading_text(metric))}};
  if (metric.sd) {
    json["sd"] = *metric.sd;
  }
  if (std::isfinite(metric.error)) {
    json["error"] = metric.error;
  }
  return json;
}

nlohmann::ordered_json calibration_json(const Calibration& row) {
  return {{"planted", row.share},
          {"noise", row.noise},
          {"copy_rate", row.memorisation.copy_rate},
          {"c_t", optional_json(row.memorisation.c_t)},
          {"authenticity", optional_json(row.memorisation.authenticity)}};
}

io::RawTensor pixels_of(const data::Images& images) {
  return {"U8", {images.size(), images.height(), images.width()}, data::all_pixels(images)};
}

void add_features(io::Safetensors& file, const std::string& name, const data::Images& images,
                  const FeatureExtractor& extractor) {
  const Features extracted = extract_features(images, extractor);
  file.tensors[name + ".components"] = nn::to_raw(nn::to_tensor(extracted.components));
  if (extractor.classifier != nullptr) {
    file.tensors[name + ".features"] = nn::to_raw(nn::to_tensor(extracted.features));
    file.tensors[name + ".labels"] = nn::to_raw(torch::tensor(extracted.labels));
  }
}

}  // namespace

Evaluation evaluate_images(const Reference& reference, const data::Images& samples,
                           const ControlMetrics& control) {
  const ImageMetrics metrics = reference.compute_metrics(samples);
  Evaluation evaluation;
  evaluation.samples = samples.size();
  for (const Row& row : rows()) {
    add_metric(row, metrics, control, evaluation);
  }
  evaluation.conclusions = conclusions(assess_images(evaluation.metrics));
  return evaluation;
}

std::vector<Calibration> calibrate(const Reference& reference, std::int64_t count) {
  constexpr double light_noise = 0.05;
  std::vector<Calibration> all;
  for (const double noise : {0.0, light_noise}) {
    for (const double share : {0.01, 0.05, 0.2}) {
      all.push_back({share, noise, reference.with_planted_copies(count, share, noise)});
    }
  }
  return all;
}

nlohmann::ordered_json to_json(const Evaluation& evaluation) {
  nlohmann::ordered_json json;
  json["samples"] = evaluation.samples;
  json["metrics"] = nlohmann::ordered_json::array();
  for (const Metric& metric : evaluation.metrics) {
    json["metrics"].push_back(metric_json(metric));
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

void dump_evaluation(const std::filesystem::path& path, const Reference& reference,
                     const data::Images& samples, std::int64_t control_count) {
  const data::Images control = reference.real().control.slice(0, control_count);
  io::Safetensors file;
  file.metadata = {{"format", "pt"}, {"feature_extractor", reference.extractor().hash}};
  for (const auto& [name, images] :
       {std::pair("samples", &samples), std::pair("test", &reference.real().test),
        std::pair("control", &control), std::pair("training", &reference.real().training)}) {
    add_features(file, name, *images, reference.extractor());
    if (images != &reference.real().training) {
      file.tensors[name] = pixels_of(*images);
    }
  }
  io::write_safetensors(path, file);
}

}  // namespace akin
