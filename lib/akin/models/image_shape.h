#pragma once

#include <cstdint>

namespace akin {

/// What a model has to know of the images it makes.
struct ImageShape {
  std::int64_t classes = 0;  ///< 0: without labels
  std::int64_t height = 28;
  std::int64_t width = 28;
  std::int64_t channels = 1;  ///< 1: grey; 3: red, green, blue

  [[nodiscard]] std::int64_t values() const { return channels * height * width; }
};

}  // namespace akin
