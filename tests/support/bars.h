#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "akin/base/random.h"
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

/// Grey images in colour, each in one of its own: channels 1, 2 and 3 are the grey values times a
/// number from 0.2 to 1 drawn with `seed`.
inline data::Images coloured(const data::Images& images, std::uint64_t seed = 1) {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto grey = images.pixels(i);
    Random random(seed, "tint", static_cast<std::uint64_t>(i));
    for (int channel = 0; channel < 3; ++channel) {
      const double tint = 0.2 + 0.8 * random.uniform();
      for (const std::uint8_t value : grey) {
        pixels.push_back(static_cast<std::uint8_t>(tint * value));
      }
    }
    if (images.classes() > 0) {
      labels.push_back(static_cast<std::uint8_t>(images.label(i)));
    }
  }
  return {std::move(pixels),
          std::move(labels),
          {images.height(), images.width(), 3},
          images.class_names()};
}

}  // namespace akin::tests
