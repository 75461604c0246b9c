#pragma once

#include "akin/data/digits.h"
#include "akin/evaluation/reference.h"

namespace akin::tests {

/// The feature extractor of the built-in digits.
inline const FeatureExtractor& digits_extractor() {
  static const FeatureExtractor extractor = parse_feature_extractor(
      io::read_file(AKIN_SOURCE_DIR "/data/feature_extractors/digits.safetensors"),
      "digits.safetensors");
  return extractor;
}

/// Built-in digits: 2,000 for training, 1,000 each for test and control.
inline const Reference& digits_reference() {
  static const Reference reference(
      digits_extractor(),
      {data::digits(2000, 101), data::digits(1000, 102), data::digits(1000, 103)});
  return reference;
}

}  // namespace akin::tests
