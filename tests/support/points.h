#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "akin/base/random.h"
#include "akin/numerics/neighbours.h"

namespace akin::tests {

/// Independent normals [count, dimensions]; other streams, other numbers.
inline numerics::Points normal_points(std::int64_t count, std::int64_t dimensions,
                                      std::string_view stream, float deviation = 1,
                                      float mean = 0) {
  numerics::Points points(count, dimensions);
  Random(1, stream).fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  return points.array() * deviation + mean;
}

/// Points on a line, [count, 1].
inline numerics::Points on_a_line(std::initializer_list<float> at) {
  const std::vector<float> values(at);
  return Eigen::Map<const numerics::Points>(values.data(), static_cast<std::int64_t>(values.size()),
                                            1);
}

inline numerics::Points stacked(const numerics::Points& a, const numerics::Points& b) {
  numerics::Points both(a.rows() + b.rows(), a.cols());
  both << a, b;
  return both;
}

}  // namespace akin::tests
