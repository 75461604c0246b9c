#pragma once

#include "akin/data/digits.h"
#include "akin/evaluation/reference.h"

namespace akin::tests {

/// That of the built-in digits, without drawing them.
inline const FeatureExtractor& digits_extractor() {
  static const FeatureExtractor extractor = parse_feature_extractor(
      io::read_file(AKIN_SOURCE_DIR "/data/feature_extractors/digits.safetensors"),
      "digits.safetensors");
  return extractor;
}

/// Draws of the built-in digits: 2,000 to learn from, 1,000 each for test and control.
inline const Reference& digits_reference() {
  static const Reference reference(
      digits_extractor(),
      {data::digits(2000, 101), data::digits(1000, 102), data::digits(1000, 103)});
  return reference;
}

}  // namespace akin::tests
