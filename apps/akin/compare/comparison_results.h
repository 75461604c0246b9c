#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "akin/evaluation/feature_extractor.h"

#include "comparison.h"

namespace akin::app {

/// What write_report() takes: the parts of a comparison, seed by seed and model by model, in the
/// order of `entries`, beside what was compared, by whom and on what.
nlohmann::ordered_json comparison_results(const CompareOptions& options,
                                          const std::vector<Entry>& entries,
                                          const FeatureExtractor& extractor,
                                          const std::vector<nlohmann::ordered_json>& parts,
                                          const nlohmann::ordered_json& anchors);

}  // namespace akin::app
