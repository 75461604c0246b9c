#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace akin::app {

/// Mean over seeds and, for two seeds or more, the sample standard deviation.
struct Summary {
  double mean = 0;
  std::optional<double> sd;
};

/// std::nullopt: no values.
std::optional<Summary> summarise(const std::vector<double>& values);

/// Three significant digits without an exponent: 0.0123, 1.23, 1235. Integers are exact: 10.
std::string number_text(double value);

/// "13.9 ± 0.4", with enough decimals for one digit of the spread and two to five digits of the
/// mean; "–" for no values. `percent`: a fraction, times 100.
std::string summary_text(const std::optional<Summary>& summary, bool percent = false);

/// One metric of one model (or anchor) over its seeds.
struct MetricSummary {
  std::optional<Summary> value;
  std::optional<Summary> control;
  std::optional<double> within;  ///< uncertainty of a single seed's value
};

/// The metric `name` in the feature space `space`, over those evaluations that have it.
MetricSummary summarise_metric(const std::vector<nlohmann::ordered_json>& evaluations,
                               const std::string& name, const std::string& space);

/// "13.9 ± 0.4" or, for one seed, "0.012 ± 0.001 (within)".
std::string metric_text(const MetricSummary& metric, bool percent);

/// The finite number at `key`, if there is one.
std::optional<double> number_at(const nlohmann::ordered_json& json, const std::string& key);

}  // namespace akin::app
