#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "akin/data/images.h"

namespace akin::tests {

/// Images of 8 x 8 pixels: a bar whose position is its class, one of four, and whose length and
/// brightness vary. Images `first` and on; 640 in a row are distinct.
inline data::Images bars(std::int64_t count, bool labelled = true, std::int64_t first = 0) {
  constexpr std::int64_t side = 8;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count * side * side));
  std::vector<std::uint8_t> labels;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t number = first + i;
    for (std::int64_t y = 0; y < 3 + number % 5; ++y) {
      for (std::int64_t x = 2 * (number % 4); x < 2 * (number % 4) + 2; ++x) {
        pixels[static_cast<std::size_t>((i * side + y) * side + x)] =
            static_cast<std::uint8_t>(128 + number * 7 % 128);
      }
    }
    if (labelled) {
      labels.push_back(static_cast<std::uint8_t>(number % 4));
    }
  }
  std::vector<std::string> names = {"a", "b", "c", "d"};
  return {std::move(pixels),
          std::move(labels),
          {side, side},
          labelled ? std::move(names) : std::vector<std::string>()};
}

}  // namespace akin::tests
