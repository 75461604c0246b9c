#pragma once

#include "akin/experiment/run_folder.h"
#include "akin/experiment/splits.h"

namespace akin::app {

/// Prints the result of a finished training: its duration, the validation NLL, the classes of its
/// samples, the files, and commands to try next.
void report_training(const RunFolder& folder, const Dataset& data, const Splits& splits,
                     std::int64_t step, double seconds);

}  // namespace akin::app
