#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

namespace akin::numerics {

/// The median of at least one value; of the two middle ones the larger.
template <class Number>
double median(std::vector<Number> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<double>(*middle);
}

}  // namespace akin::numerics
