#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

namespace akin::app {

/// The report of a comparison, three files in `folder`, each placed atomically, the page last:
///
///     index.html     one page that needs nothing else, pictures included, in English and Korean
///     results.json   `results` without its pictures, for programs: the page alone holds those
///     results.md     every figure as a Markdown table
///
/// `results` is format 1 of results.json. Parts may be missing (no feature extractor, one seed, no
/// anchors, no curves): the report then lacks them too. Error: another format, or a file cannot be
/// written.
void write_report(const std::filesystem::path& folder, const nlohmann::ordered_json& results);

}  // namespace akin::app
