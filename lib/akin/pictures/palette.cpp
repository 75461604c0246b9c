#include "akin/pictures/palette.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

/// Neighbours in the list differ in lightness as well as in hue.
constexpr std::array<Colour, 10> ten_colours = {{{31, 119, 180},
                                                 {255, 127, 14},
                                                 {44, 160, 44},
                                                 {214, 39, 40},
                                                 {148, 103, 189},
                                                 {120, 72, 55},
                                                 {240, 120, 200},
                                                 {110, 110, 110},
                                                 {176, 176, 20},
                                                 {23, 190, 207}}};

/// One channel of the hue (in turns) at full saturation: 1 at its own third, falling to 0.
double channel(double hue, double third) {
  const double distance = std::abs(hue - third - std::round(hue - third));  // in turns, to 1/2
  return std::clamp(2.0 - 6.0 * distance, 0.0, 1.0);
}

}  // namespace

Colour class_colour(std::int64_t index, std::size_t classes) {
  require(index >= 0 && index < static_cast<std::int64_t>(classes),
          "[palette] expected a class from 0 to {}, got {}", static_cast<std::int64_t>(classes) - 1,
          index);
  if (classes <= ten_colours.size()) {
    return ten_colours[static_cast<std::size_t>(index)];
  }
  const double hue = static_cast<double>(index) / static_cast<double>(classes);
  const double light = index % 2 == 0 ? 215.0 : 130.0;
  const auto byte = [&](double third) {
    return static_cast<std::uint8_t>(std::lround(light * channel(hue, third)));
  };
  return {byte(0), byte(1.0 / 3.0), byte(2.0 / 3.0)};
}

}  // namespace akin::pictures
