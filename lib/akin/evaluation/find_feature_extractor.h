#pragma once

#include "akin/evaluation/feature_extractor.h"

namespace akin {

/// The feature extractor of a data set: the one that travels in the library
/// (data/feature_extractors), else the one kept in the cache, else one made now and put there.
/// `data`: as they are by default, without views, so that all models of a data set have the same
/// feature extractor. A cache that cannot be read or written does without.
FeatureExtractor find_feature_extractor(const data::ImageData& data,
                                        const std::function<void(double)>& progress = {});

}  // namespace akin
