#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace akin::app {

/// Writes the report of a comparison, three files in `folder`, each atomically and the page last:
///
///     index.html     a self-contained page, images included, in English and Korean
///     results.json   `results` without its images, for programs
///     results.md     every metric as Markdown tables
///
/// All three depend on `results` (format 1 of results.json) only. Its parts are optional: without a
/// feature extractor, anchors or curves the report lacks them. Errors: another format, or a file
/// that cannot be written.
void write_report(const std::filesystem::path& folder, const nlohmann::ordered_json& results);

/// The HTML page, with its styles, its scripts and `results`.
std::string report_page(const nlohmann::ordered_json& results);

/// JSON that is safe inside a script element whatever its strings contain: ASCII only and without
/// "<", which could end the element or open a comment.
std::string json_for_script(const nlohmann::ordered_json& json);

}  // namespace akin::app
