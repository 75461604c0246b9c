#include "akin/pictures/picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include <gdfontg.h>
#include <gdfontl.h>
#include <gdfontmb.h>
#include <gdfonts.h>
#include <gdfontt.h>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/pictures/gd_image.h"

namespace akin::pictures {
namespace {

std::uint8_t mix(std::uint8_t below, std::uint8_t above, double share) {
  return static_cast<std::uint8_t>(std::lround(below + share * (above - below)));
}

Colour mix(Colour below, Colour above, double share) {
  return {mix(below.r, above.r, share), mix(below.g, above.g, share), mix(below.b, above.b, share)};
}

/// Ascent and line height of DejaVu Sans in ems, and points per pixel at libgd's 96 dots per inch.
constexpr double ascent_em = 0.93;
constexpr double line_em = 1.17;
constexpr double points_per_pixel = 0.75;

struct Extent {
  int left = 0;
  int right = 0;
};

/// A pattern of fontconfig: DejaVu Sans, or where it lacks a character of the text, a font that has
/// them all, if there is one.
std::string font_for(const std::string& text) {
  constexpr std::size_t most = 64;
  std::set<char32_t> characters;
  if (!utf8::find_invalid(text)) {
    utf8::each_code_point(text, [&](char32_t code_point) {
      if (code_point > 0x7f && characters.size() < most) {
        characters.insert(code_point);
      }
    });
  }
  std::string pattern = "DejaVu Sans,sans-serif";
  for (const char32_t code_point : characters) {
    pattern += fmt::format("{}{:x}", pattern.ends_with("serif") ? ":charset=" : " ",
                           static_cast<std::uint32_t>(code_point));
  }
  return pattern;
}

/// Draws text in white and sets its extent; only measures it if `image` is null. False if the
/// machine has no fonts.
bool draw_outline(gdImagePtr image, std::string text, int size, int x, int baseline,
                  Extent* extent) {
  std::array<int, 8> corners{};
  std::string font = font_for(text);
  const double points = size / line_em * points_per_pixel;
  gdFTUseFontConfig(1);
  const char* failure = gdImageStringFT(image, corners.data(), 0xffffff, font.data(), points, 0, x,
                                        baseline, text.data());
  *extent = {std::min(corners[0], corners[6]), std::max(corners[2], corners[4])};
  return failure == nullptr;
}

/// The built-in bitmap font of at most `size` pixels, for machines without fonts.
gdFontPtr bitmap_font(int size) {
  for (gdFont* const font :
       {gdFontGetLarge(), gdFontGetGiant(), gdFontGetMediumBold(), gdFontGetSmall()}) {
    if (font->h <= size) {
      return font;
    }
  }
  return gdFontGetTiny();
}

/// White text on black with its upper left corner at the origin.
GdImage render(std::string_view view, int size) {
  std::string text(view);
  Extent extent;
  if (draw_outline(nullptr, text, size, 0, 0, &extent)) {
    GdImage image = true_colour_image(std::max(extent.right - extent.left + 2, 1), size + 2);
    draw_outline(image.get(), text, size, -extent.left,
                 static_cast<int>(std::lround(size * ascent_em / line_em)), &extent);
    return image;
  }
  gdFont* const font = bitmap_font(size);
  GdImage image = true_colour_image(std::max(font->w * static_cast<int>(text.size()), 1), size + 2);
  std::vector<unsigned char> bytes(text.begin(), text.end());
  bytes.push_back(0);
  gdImageString(image.get(), font, 0, (size - font->h) / 2, bytes.data(), 0xffffff);
  return image;
}

std::uint8_t blend(std::uint8_t below, std::uint8_t above, int cover) {
  return static_cast<std::uint8_t>((below * (255 - cover) + above * cover + 127) / 255);
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

void Picture::draw_image(std::span<const std::uint8_t> values, ImageSize size, int left, int top,
                         int scale) {
  require(size.width > 0 && size.height > 0 && scale > 0 && values.size() == size.values(),
          "[picture] expected {} x {} pixels in {} channels, got {} values", size.width,
          size.height, size.channels, values.size());
  const std::size_t green = size.channels == 3 ? size.pixels() : 0;
  auto value = values.begin();
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x, ++value) {
      const auto channel = [&](std::size_t i) { return value[static_cast<std::ptrdiff_t>(i)]; };
      draw_rectangle(left + x * scale, top + y * scale, scale, scale,
                     {channel(0), channel(green), channel(2 * green)});
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
      // First-order coverage of the pixel: the distance of its centre from the edge.
      const double distance = std::hypot(column + 0.5 - x, row + 0.5 - y);
      const double cover = std::clamp(radius - distance + 0.5, 0.0, 1.0);
      if (cover > 0) {
        set(column, row, mix(at(column, row), colour, cover));
      }
    }
  }
}

void Picture::draw_text(std::string_view text, int left, int top, int size, Colour colour) {
  if (text.empty()) {
    return;
  }
  const GdImage image = render(text, size);
  for (int y = 0; y < gdImageSY(image); ++y) {
    for (int x = 0; x < gdImageSX(image); ++x) {
      const int cover = gdTrueColorGetGreen(gdImageTrueColorPixel(image.get(), x, y));
      const bool inside = left + x >= 0 && left + x < width_ && top + y >= 0 && top + y < height_;
      if (cover > 0 && inside) {
        const Colour below = at(left + x, top + y);
        set(left + x, top + y,
            {blend(below.r, colour.r, cover), blend(below.g, colour.g, cover),
             blend(below.b, colour.b, cover)});
      }
    }
  }
}

int Picture::text_width(std::string_view text, int size) {
  Extent extent;
  if (text.empty()) {
    return 0;
  }
  if (draw_outline(nullptr, std::string(text), size, 0, 0, &extent)) {
    return extent.right - extent.left + 1;
  }
  return bitmap_font(size)->w * static_cast<int>(text.size());
}

}  // namespace akin::pictures
