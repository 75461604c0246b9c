#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace akin::app {

/// `results` as Markdown: the readings, then tables of all metrics as mean and spread over seeds,
/// each with its control, of likelihoods and of cost, and how all were measured.
std::string report_markdown(const nlohmann::ordered_json& results);

}  // namespace akin::app
