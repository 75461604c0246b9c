#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace akin::pictures {

/// A decoded picture: [height, width, 4], red, green, blue and opacity from 0 to 255, not
/// premultiplied.
struct Raster {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

/// Whether a file name ends like that of a picture that decode_picture() reads.
bool is_picture_name(std::string_view name);

struct Dimensions {
  int width = 0;
  int height = 0;
};

/// Width and height as the header of a PNG, JPEG, GIF, BMP or WebP file says, before its
/// orientation is applied; nothing for other bytes.
std::optional<Dimensions> dimensions_of(std::span<const std::uint8_t> bytes);

/// Decodes a PNG, JPEG, WebP or BMP file, or the first frame of a GIF, by its content, whatever its
/// name; 16-bit values are reduced to 8. It is turned upright as its EXIF orientation says. Errors:
/// other bytes, damaged, a side above longest_side or more than 100 million pixels. Thread-safe.
Raster decode_picture(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace akin::pictures
