#include "report/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace akin::app {
namespace {

/// Decimals that show `digits` significant ones.
int decimals(double value, int digits) {
  if (value == 0) {
    return 6;
  }
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return std::clamp(digits - 1 - magnitude, 0, 6);
}

/// Decimals of a mean and its spread: enough for one digit of the spread, with two to five digits
/// of the mean, or fewer if the spread exceeds them.
int decimals_of_both(double mean, double sd) {
  const int at_least = std::min(decimals(mean, 2), decimals(sd, 2));
  return std::min(decimals(mean, 3) + 2, std::max(at_least, decimals(sd, 1)));
}

}  // namespace

std::optional<Summary> summarise(const std::vector<double>& values) {
  if (values.empty()) {
    return std::nullopt;
  }
  const auto count = static_cast<double>(values.size());
  Summary summary{std::accumulate(values.begin(), values.end(), 0.0) / count, std::nullopt};
  if (values.size() > 1) {
    double squares = 0;
    for (const double value : values) {
      squares += (value - summary.mean) * (value - summary.mean);
    }
    summary.sd = std::sqrt(squares / (count - 1));
  }
  return summary;
}

std::string number_text(double value) {
  return summary_text(Summary{value, std::nullopt});
}

std::string summary_text(const std::optional<Summary>& summary, bool percent) {
  if (!summary) {
    return "–";
  }
  const double scale = percent ? 100 : 1;
  const double mean = summary->mean * scale;
  const double sd = summary->sd.value_or(0) * scale;
  const bool varies = sd > 1e-9 * std::abs(mean);  // otherwise equal up to rounding
  const bool whole = !varies && mean == std::floor(mean);
  const int places = varies ? decimals_of_both(mean, sd) : whole ? 0 : decimals(mean, 3);
  std::string text = fmt::format("{:.{}f}", mean, places);
  if (summary->sd) {
    text += fmt::format(" ± {:.{}f}", sd, varies ? places : 0);
  }
  return percent ? text + " %" : text;
}

std::optional<double> number_at(const nlohmann::ordered_json& json, const std::string& key) {
  if (!json.is_object() || !json.contains(key) || !json.at(key).is_number()) {
    return std::nullopt;
  }
  const double value = json.at(key).get<double>();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

MetricSummary summarise_metric(const std::vector<nlohmann::ordered_json>& evaluations,
                               const std::string& name, const std::string& space) {
  std::vector<double> values;
  std::vector<double> controls;
  std::optional<double> within;
  for (const auto& evaluation : evaluations) {
    for (const auto& metric : evaluation.value("metrics", nlohmann::ordered_json::array())) {
      const auto value = number_at(metric, "value");
      if (metric.value("name", "") != name || metric.value("space", "") != space || !value) {
        continue;
      }
      values.push_back(*value);
      within = number_at(metric, "sd");
      if (const auto control = number_at(metric, "control")) {
        controls.push_back(*control);
      }
    }
  }
  return {summarise(values), summarise(controls), values.size() == 1 ? within : std::nullopt};
}

std::string metric_text(const MetricSummary& metric, bool percent) {
  if (!metric.value || !metric.within) {
    return summary_text(metric.value, percent);
  }
  return summary_text(Summary{metric.value->mean, metric.within}, percent) + " (within)";
}

}  // namespace akin::app
