#include <algorithm>
#include <array>
#include <string_view>

#include "akin/base/require.h"
#include "akin/pictures/gd_image.h"
#include "akin/pictures/picture.h"

namespace akin::pictures {
namespace {

constexpr std::uint64_t largest_file = 1U << 30U;

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) |
         (std::uint32_t{bytes[2]} << 8U) | std::uint32_t{bytes[3]};
}

/// Signature (8 bytes), then the header chunk: length, "IHDR", width, height, ...
void check_header(std::span<const std::uint8_t> bytes, const std::string& name) {
  constexpr std::array<std::uint8_t, 8> signature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  require(bytes.size() >= 24 && std::equal(signature.begin(), signature.end(), bytes.begin()),
          "[png] expected a PNG file, got something else in {}", name);
  const std::int64_t width = big_endian(bytes.subspan(16));
  const std::int64_t height = big_endian(bytes.subspan(20));
  require(width >= 1 && width <= longest_side && height >= 1 && height <= longest_side,
          "[png] expected sides from 1 to {} pixels, got {} x {} in {}", longest_side, width,
          height, name);
}

/// libgd's alpha runs from 0, opaque, to 127; what is transparent shows black.
Colour over_black(int pixel) {
  const int opaque = gdAlphaTransparent - gdTrueColorGetAlpha(pixel);
  const auto channel = [&](int value) {
    return static_cast<std::uint8_t>(value * opaque / gdAlphaTransparent);
  };
  return {channel(gdTrueColorGetRed(pixel)), channel(gdTrueColorGetGreen(pixel)),
          channel(gdTrueColorGetBlue(pixel))};
}

}  // namespace

void write_png(const std::filesystem::path& path, const Picture& picture) {
  const GdImage image = true_colour_image(picture.width(), picture.height());
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const Colour c = picture.at(x, y);
      gdImageTrueColorPixel(image.get(), x, y) = gdTrueColor(c.r, c.g, c.b);
    }
  }
  int size = 0;
  void* encoded = gdImagePngPtr(image.get(), &size);
  io::write_atomically(path, std::span<const std::uint8_t>(take(encoded, size)));
}

Picture read_png(const std::filesystem::path& path) {
  io::Bytes bytes = io::read_file(path, largest_file);
  check_header(bytes, path.string());
  // Also silences libgd before it reads.
  gdSetErrorMethod([](int, const char*, va_list) {});
  const GdImage image(gdImageCreateFromPngPtr(static_cast<int>(bytes.size()), bytes.data()));
  require(image != nullptr, "[png] expected a whole PNG file, got a damaged one in {}",
          path.string());
  Picture picture(gdImageSX(image.get()), gdImageSY(image.get()));
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      picture.set(x, y, over_black(gdImageGetTrueColorPixel(image.get(), x, y)));
    }
  }
  return picture;
}

}  // namespace akin::pictures
