#pragma once

#include "akin/evaluation/feature_extractor.h"

namespace akin {

/// The feature extractor of a data set: the one shipped in the library (data/feature_extractors),
/// else the cached one, else one trained now and cached. `data`: the data set with default options,
/// without views, so that all models of a data set share one feature extractor. A cache that cannot
/// be read or written is ignored.
FeatureExtractor find_feature_extractor(const data::ImageData& data,
                                        const std::function<void(double)>& progress = {});

}  // namespace akin
