#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace akin::app {

/// JSON as it can stand inside a script element, whatever its strings hold: ASCII only, and no "<"
/// that could end the element or open a comment.
std::string json_for_script(const nlohmann::ordered_json& json);

/// The report as one HTML page: its style, its scripts and `results`, pictures included.
std::string report_page(const nlohmann::ordered_json& results);

}  // namespace akin::app
