#pragma once

#include <cstdint>
#include <string>

namespace akin {

/// What a model has to know of the images it makes.
struct ImageShape {
  std::int64_t classes = 0;  ///< 0: without labels
  std::int64_t height = 28;
  std::int64_t width = 28;
  std::int64_t channels = 1;  ///< 1: grey; 3: red, green, blue

  [[nodiscard]] std::int64_t values() const { return channels * height * width; }
};

/// UsageError, beginning with [`who`], unless both sides are multiples of `step` from `least` to 64
/// pixels: no network here is meant for larger images.
void require_sides(const std::string& who, const ImageShape& image, std::int64_t step,
                   std::int64_t least);

}  // namespace akin
