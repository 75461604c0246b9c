#include "akin/pictures/terminal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

/// Mean colour of the source pixels [left, right) x [top, bottom).
Colour mean(const Picture& picture, int left, int right, int top, int bottom) {
  int r = 0;
  int g = 0;
  int b = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const Colour c = picture.at(x, y);
      r += c.r;
      g += c.g;
      b += c.b;
    }
  }
  const int count = (right - left) * (bottom - top);
  const auto rounded = [count](int sum) {
    return static_cast<std::uint8_t>((sum + count / 2) / count);
  };
  return {rounded(r), rounded(g), rounded(b)};
}

Picture shrink(const Picture& picture, int width, int height) {
  Picture small(width, height);
  const auto edge = [](int i, int from, int to) {
    return static_cast<int>(static_cast<std::int64_t>(i) * from / to);
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      small.set(x, y,
                mean(picture, edge(x, picture.width(), width), edge(x + 1, picture.width(), width),
                     edge(y, picture.height(), height), edge(y + 1, picture.height(), height)));
    }
  }
  return small;
}

/// The nearest grey of the 256-colour palette: 232 to 255 are 8, 18, ..., 238; 16 is black, 231
/// is white.
int grey_code(Colour c) {
  const int grey = luma(c);
  if (grey < 4) {
    return 16;
  }
  return grey > 246 ? 231 : 232 + std::clamp((grey - 3) / 10, 0, 23);
}

/// The escape sequence of a colour; `layer` is 38 for the foreground, 48 for the background.
std::string escape(int layer, Colour c, bool true_colour) {
  return true_colour ? fmt::format("\x1b[{};2;{};{};{}m", layer, c.r, c.g, c.b)
                     : fmt::format("\x1b[{};5;{}m", layer, grey_code(c));
}

std::string half_blocks(const Picture& picture, bool true_colour) {
  std::string text;
  for (int y = 0; y < picture.height(); y += 2) {
    std::string last_upper;
    std::string last_lower;
    for (int x = 0; x < picture.width(); ++x) {
      const std::string upper = escape(38, picture.at(x, y), true_colour);
      const std::string lower =
          y + 1 < picture.height() ? escape(48, picture.at(x, y + 1), true_colour) : "\x1b[49m";
      text += upper == last_upper ? "" : upper;
      text += lower == last_lower ? "" : lower;
      text += "\u2580";  // the upper half block: foreground above, background below
      last_upper = upper;
      last_lower = lower;
    }
    text += "\x1b[0m\n";
  }
  return text;
}

/// `ramp`: characters from dark to bright.
std::string characters(const Picture& picture, std::span<const std::string_view> ramp) {
  std::string text;
  for (int y = 0; y < picture.height(); y += 2) {
    for (int x = 0; x < picture.width(); ++x) {
      const int below = y + 1 < picture.height() ? luma(picture.at(x, y + 1)) : 0;
      const int grey = (luma(picture.at(x, y)) + below) / 2;
      text += ramp[static_cast<std::size_t>(grey) * ramp.size() / 256];
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string terminal_preview(const Picture& picture, int columns, Palette palette) {
  require(columns > 0, "[terminal] expected one column or more, got {}", columns);
  constexpr std::array<std::string_view, 10> ascii = {" ", ".", ":", "-", "=",
                                                      "+", "*", "#", "%", "@"};
  constexpr std::array<std::string_view, 5> shades = {" ", "\u2591", "\u2592", "\u2593", "\u2588"};
  const int width = std::min(columns, picture.width());
  const int height =
      std::max<int>(1, static_cast<int>(std::lround(static_cast<double>(picture.height()) * width /
                                                    picture.width())));
  const Picture small = shrink(picture, width, height);
  switch (palette) {
    case Palette::ascii:
      return characters(small, ascii);
    case Palette::shades:
      return characters(small, shades);
    case Palette::greys:
      return half_blocks(small, false);
    case Palette::true_colour:
      return half_blocks(small, true);
  }
  return "";
}

}  // namespace akin::pictures
