#pragma once

#include "akin/experiment/dataset.h"
#include "akin/experiment/run_folder.h"
#include "akin/experiment/splits.h"

namespace akin::app {

/// What a finished run is told with on standard output: how long it took, its score on unseen data,
/// which classes its samples look like, where its files are, and what to do next.
void report_training(const RunFolder& run, const Recipe& recipe, const Dataset& data,
                     const Splits& splits, std::int64_t step, double seconds);

}  // namespace akin::app
