#pragma once

#include "akin/training/course.h"
#include "akin/training/dataset.h"
#include "akin/training/run_folder.h"

namespace akin::app {

/// What a finished run is told with on standard output: how long it took, its score on unseen data,
/// which classes its samples look like, where its files are, and what to do next.
void report_training(const RunFolder& run, const Recipe& recipe, const Dataset& data,
                     const Course& course, std::int64_t step, double seconds);

}  // namespace akin::app
