#pragma once

#include <vector>

#include "akin/data/strokes.h"

namespace akin::data {

/// One way to write a numeral: strokes of knots in a box of 100 x 100, y downwards.
struct Numeral {
  double weight = 1;  ///< how common it is among the ways to write this digit
  std::vector<std::vector<Knot>> strokes;
};

/// The ways to write `digit`, 0 to 9.
const std::vector<Numeral>& numerals(int digit);

}  // namespace akin::data
