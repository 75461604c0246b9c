#pragma once

#include <nlohmann/json.hpp>

#include "akin/experiment/run_folder.h"

namespace akin::app {

/// How a run was trained: {"steps", "items_seen", "pictures": [{"step", "png"}, ...], "texts":
/// [{"step", "text"}, ...], "curve_steps", "curves": {name: [...]}}: its samples, at most 40 at
/// equal distances, with their steps and the training items seen by then, and the values logged, at
/// most 300 of each; null where a line has no value of that name. Files that are missing, too large
/// or not regular are passed over.
nlohmann::json timeline(const RunFolder& run, std::int64_t batch_size);

}  // namespace akin::app
