#pragma once

#include "akin/evaluation/evaluation.h"

namespace akin {

// What figures mean in plain words. The bounds are conventions of akin, wide enough that held-out
// data, drawn anew, read as what they are.

/// Of one measure beside its control.
LocalizedText read_metric(const Metric& measure);

/// Of all together: is it similar, is it new, are all classes there.
std::vector<Conclusion> conclude(const Evaluation& evaluation);

}  // namespace akin
