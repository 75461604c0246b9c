#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace akin::app {

/// Mean over seeds, and the spread about it: the sample standard deviation, absent for one seed.
struct Summary {
  double mean = 0;
  std::optional<double> sd;
};

/// Nothing of nothing.
std::optional<Summary> summarise(const std::vector<double>& values);

/// Three significant digits without an exponent: 0.0123, 1.23, 1235; a whole number as it is: 10.
std::string number_text(double value);

/// "13.9 ± 0.4", with as many decimals as show one digit of the spread, but two to five digits of
/// the mean; "–" for nothing. `percent`: a share, times 100.
std::string summary_text(const std::optional<Summary>& summary, bool percent = false);

/// One figure of one model (or anchor) over its seeds.
struct StepMetric {
  std::optional<Summary> value;
  std::optional<Summary> control;
  std::optional<double> within;  ///< of a single seed: what it says of its own uncertainty
};

/// The figure `name` in `space` of several evaluations, where they have it.
StepMetric figure_of(const std::vector<nlohmann::ordered_json>& evaluations,
                     const std::string& name, const std::string& space);

/// "13.9 ± 0.4" or, of one seed, "0.012 ± 0.001 (within)".
std::string figure_text(const StepMetric& figure, bool percent);

/// A finite number below `key`, or nothing.
std::optional<double> number_at(const nlohmann::ordered_json& json, const std::string& key);

}  // namespace akin::app
