#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace akin::app {

/// Every figure of `results` as Markdown tables: each with its control, as mean and spread over
/// seeds; then likelihoods, cost, and how it was measured.
std::string report_markdown(const nlohmann::ordered_json& results);

}  // namespace akin::app
