#include "akin/pictures/picture.h"

#include <algorithm>
#include <cmath>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

std::uint8_t mix(std::uint8_t below, std::uint8_t above, double share) {
  return static_cast<std::uint8_t>(std::lround(below + share * (above - below)));
}

Colour mix(Colour below, Colour above, double share) {
  return {mix(below.r, above.r, share), mix(below.g, above.g, share), mix(below.b, above.b, share)};
}

}  // namespace

Picture::Picture(int width, int height, Colour background) : width_(width), height_(height) {
  require(width > 0 && height > 0 && width <= longest_side && height <= longest_side,
          "[picture] expected sides from 1 to {} pixels, got {} x {}; draw fewer or smaller images",
          longest_side, width, height);
  pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), background);
}

void Picture::draw_rectangle(int left, int top, int width, int height, Colour colour) {
  const int right = std::min(left + width, width_);
  const int bottom = std::min(top + height, height_);
  for (int y = std::max(top, 0); y < bottom; ++y) {
    for (int x = std::max(left, 0); x < right; ++x) {
      set(x, y, colour);
    }
  }
}

void Picture::draw_grey(std::span<const std::uint8_t> grey, int width, int height, int left,
                        int top, int scale) {
  require(width > 0 && height > 0 && scale > 0 &&
              grey.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
          "[picture] expected {} x {} grey bytes, got {}", width, height, grey.size());
  auto value = grey.begin();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint8_t v = *value++;
      draw_rectangle(left + x * scale, top + y * scale, scale, scale, {v, v, v});
    }
  }
}

void Picture::draw_picture(const Picture& other, int left, int top) {
  for (int y = 0; y < other.height(); ++y) {
    for (int x = 0; x < other.width(); ++x) {
      draw_rectangle(left + x, top + y, 1, 1, other.at(x, y));
    }
  }
}

void Picture::draw_disc(double x, double y, double radius, Colour colour) {
  const auto clip = [](double v, int size) {
    return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(size)));
  };
  const int right = clip(std::ceil(x + radius + 1), width_);
  const int bottom = clip(std::ceil(y + radius + 1), height_);
  for (int row = clip(y - radius - 1, height_); row < bottom; ++row) {
    for (int column = clip(x - radius - 1, width_); column < right; ++column) {
      // Coverage of a pixel, to first order: how far its centre lies inside the edge.
      const double distance = std::hypot(column + 0.5 - x, row + 0.5 - y);
      const double cover = std::clamp(radius - distance + 0.5, 0.0, 1.0);
      if (cover > 0) {
        set(column, row, mix(at(column, row), colour, cover));
      }
    }
  }
}

}  // namespace akin::pictures
