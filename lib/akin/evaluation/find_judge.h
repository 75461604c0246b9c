#pragma once

#include "akin/evaluation/judge.h"

namespace akin {

/// The judge of a data set: the one that travels in the library (data/judges), else the one kept in
/// the cache, else one made now and put there. `data`: as they are by default, without views, so
/// that all models of a data set have the same judge. A cache that cannot be read or written does
/// without.
Judge find_judge(const data::ImageData& data, const std::function<void(double)>& progress = {});

}  // namespace akin
