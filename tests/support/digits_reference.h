#pragma once

#include "akin/data/digits.h"
#include "akin/evaluation/reference.h"

namespace akin::tests {

/// That of the built-in digits, without drawing them.
inline const Judge& digits_judge() {
  static const Judge judge = parse_judge(
      io::read_file(AKIN_SOURCE_DIR "/data/judges/digits.safetensors"), "digits.safetensors");
  return judge;
}

/// Draws of the built-in digits: 2,000 to learn from, 1,000 each for test and control.
inline const Reference& digits_reference() {
  static const Reference reference(
      digits_judge(), {data::digits(2000, 101), data::digits(1000, 102), data::digits(1000, 103)});
  return reference;
}

}  // namespace akin::tests
