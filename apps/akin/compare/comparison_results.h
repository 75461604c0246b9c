#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "akin/evaluation/feature_extractor.h"

#include "compare/comparison.h"

namespace akin::app {

/// The content of results.json: the parts of a comparison, seed by seed and model by model in the
/// order of `entries`, with the data, the machine and the command.
nlohmann::ordered_json comparison_results(const CompareOptions& options,
                                          const std::vector<Entry>& entries,
                                          const FeatureExtractor& extractor,
                                          const std::vector<nlohmann::ordered_json>& parts,
                                          const nlohmann::ordered_json& anchors);

}  // namespace akin::app
