#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <gdfontg.h>
#include <gdfontl.h>
#include <gdfontmb.h>
#include <gdfonts.h>
#include <gdfontt.h>

#include "akin/pictures/gd_image.h"
#include "akin/pictures/picture.h"

namespace akin::pictures {
namespace {

/// A sans font's ascent and line height in ems (those of DejaVu Sans), and libgd's points per pixel
/// at its 96 dots per inch.
constexpr double ascent_em = 0.93;
constexpr double line_em = 1.17;
constexpr double points_per_pixel = 0.75;

struct Box {
  int left = 0;
  int right = 0;
};

/// Draws on `image`, or only metrics where it is null; false where the machine has no fonts.
bool draw_outline(gdImagePtr image, std::string text, int size, int x, int baseline, Box* box) {
  std::array<int, 8> corners{};
  std::string font = "DejaVu Sans,sans-serif";
  const double points = size / line_em * points_per_pixel;
  gdFTUseFontConfig(1);
  const char* failure = gdImageStringFT(image, corners.data(), 0xffffff, font.data(), points, 0, x,
                                        baseline, text.data());
  *box = {std::min(corners[0], corners[6]), std::max(corners[2], corners[4])};
  return failure == nullptr;
}

/// libgd's built-in bitmap font of at most `size` pixels, for machines without any font.
gdFontPtr bitmap_font(int size) {
  for (gdFont* const font :
       {gdFontGetLarge(), gdFontGetGiant(), gdFontGetMediumBold(), gdFontGetSmall()}) {
    if (font->h <= size) {
      return font;
    }
  }
  return gdFontGetTiny();
}

/// White text on black, its upper left corner at the origin.
GdImage render(std::string_view view, int size) {
  std::string text(view);
  Box box;
  if (draw_outline(nullptr, text, size, 0, 0, &box)) {
    GdImage image = true_colour_image(std::max(box.right - box.left + 2, 1), size + 2);
    draw_outline(image.get(), text, size, -box.left,
                 static_cast<int>(std::lround(size * ascent_em / line_em)), &box);
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
  Box box;
  if (text.empty()) {
    return 0;
  }
  if (draw_outline(nullptr, std::string(text), size, 0, 0, &box)) {
    return box.right - box.left + 1;
  }
  return bitmap_font(size)->w * static_cast<int>(text.size());
}

}  // namespace akin::pictures
