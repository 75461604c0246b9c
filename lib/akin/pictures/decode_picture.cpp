#include "akin/pictures/decode_picture.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <memory>
#include <mutex>

#include <libexif/exif-data.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/io/file_kind.h"
#include "akin/pictures/gd_image.h"
#include "akin/pictures/picture.h"

namespace akin::pictures {
namespace {

using std::string_view_literals::operator""sv;
using Bytes = std::span<const std::uint8_t>;

constexpr std::int64_t most_pixels = 100'000'000;

bool matches(Bytes bytes, std::size_t at, std::string_view text) {
  return bytes.size() >= at + text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::uint32_t big_endian(Bytes bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value = value << 8U | bytes[at + i];
  }
  return value;
}

std::uint32_t little_endian(Bytes bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    value = value << 8U | bytes[at + i];
  }
  return value;
}

std::optional<Dimensions> dimensions(std::uint32_t width, std::uint32_t height) {
  constexpr auto most = static_cast<std::uint32_t>(std::numeric_limits<int>::max());
  return Dimensions{static_cast<int>(std::min(width, most)),
                    static_cast<int>(std::min(height, most))};
}

/// The frame header of a JPEG: segments of a marker and a length follow the start of the image.
std::optional<Dimensions> jpeg_dimensions(Bytes bytes) {
  std::size_t at = 2;
  while (at + 9 < bytes.size()) {
    if (bytes[at] != 0xff) {
      return std::nullopt;
    }
    const std::uint8_t marker = bytes[at + 1];
    if (marker == 0xff) {  // padding
      ++at;
      continue;
    }
    const bool is_frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (is_frame) {
      return dimensions(big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2));
    }
    const bool has_length = marker != 0x01 && (marker < 0xd0 || marker > 0xd8);
    at += 2 + (has_length ? std::max<std::uint32_t>(big_endian(bytes, at + 2, 2), 2) : 0);
  }
  return std::nullopt;
}

std::optional<Dimensions> webp_dimensions(Bytes bytes) {
  if (bytes.size() < 30) {
    return std::nullopt;
  }
  if (matches(bytes, 12, "VP8X"sv)) {
    return dimensions(little_endian(bytes, 24, 3) + 1, little_endian(bytes, 27, 3) + 1);
  }
  if (matches(bytes, 12, "VP8L"sv)) {
    const std::uint32_t bits = little_endian(bytes, 21, 4);
    return dimensions((bits & 0x3fffU) + 1, (bits >> 14U & 0x3fffU) + 1);
  }
  return dimensions(little_endian(bytes, 26, 2) & 0x3fffU, little_endian(bytes, 28, 2) & 0x3fffU);
}

enum class Format { png, jpeg, gif, bmp, webp };

std::optional<Format> format_of(Bytes bytes) {
  if (matches(bytes, 0, "\x89PNG\r\n\x1a\n"sv)) {
    return Format::png;
  }
  if (matches(bytes, 0, "\xff\xd8\xff"sv)) {
    return Format::jpeg;
  }
  if (matches(bytes, 0, "GIF87a"sv) || matches(bytes, 0, "GIF89a"sv)) {
    return Format::gif;
  }
  if (matches(bytes, 0, "BM"sv)) {
    return Format::bmp;
  }
  if (matches(bytes, 0, "RIFF"sv) && matches(bytes, 8, "WEBP"sv)) {
    return Format::webp;
  }
  return std::nullopt;
}

gdImagePtr decode(Format format, Bytes bytes) {
  const auto size = static_cast<int>(bytes.size());
  // libgd's functions take no const.
  auto* data = const_cast<std::uint8_t*>(bytes.data());  // NOLINT(*-const-cast)
  switch (format) {
    case Format::png:
      return gdImageCreateFromPngPtr(size, data);
    case Format::jpeg:
      return gdImageCreateFromJpegPtrEx(size, data, 1);  // as far as it goes
    case Format::gif:
      return gdImageCreateFromGifPtr(size, data);
    case Format::bmp:
      return gdImageCreateFromBmpPtr(size, data);
    case Format::webp:
      return gdImageCreateFromWebpPtr(size, data);
  }
  return nullptr;
}

/// libgd's alpha is from 0, opaque, to 127.
void put(int pixel, std::uint8_t* to) {
  to[0] = static_cast<std::uint8_t>(gdTrueColorGetRed(pixel));
  to[1] = static_cast<std::uint8_t>(gdTrueColorGetGreen(pixel));
  to[2] = static_cast<std::uint8_t>(gdTrueColorGetBlue(pixel));
  to[3] = static_cast<std::uint8_t>(255 - (gdTrueColorGetAlpha(pixel) * 255 + gdAlphaMax / 2) /
                                              gdAlphaMax);
}

Raster to_raster(gdImage& image) {
  Raster raster{gdImageSX(&image), gdImageSY(&image), {}};
  raster.rgba.resize(4 * static_cast<std::size_t>(raster.width) *
                     static_cast<std::size_t>(raster.height));
  auto* to = raster.rgba.data();
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x, to += 4) {
      put(image.trueColor != 0 ? gdImageTrueColorPixel(&image, x, y)
                               : gdImageGetTrueColorPixel(&image, x, y),
          to);
    }
  }
  return raster;
}

/// The EXIF block of a PNG (chunks of a length, a name, data and a checksum).
Bytes png_exif(Bytes bytes) {
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const std::size_t length = big_endian(bytes, at, 4);
    if (length > bytes.size() - at - 12) {
      break;
    }
    if (matches(bytes, at + 4, "eXIf"sv)) {
      return bytes.subspan(at + 8, length);
    }
    at += 12 + length;
  }
  return {};
}

/// The EXIF block of a WebP (chunks of a name, a length and data, padded to even lengths).
Bytes webp_exif(Bytes bytes) {
  for (std::size_t at = 12; at + 8 <= bytes.size();) {
    const std::size_t length = little_endian(bytes, at + 4, 4);
    if (length > bytes.size() - at - 8) {
      break;
    }
    if (matches(bytes, at, "EXIF"sv)) {
      return bytes.subspan(at + 8, length);
    }
    at += 8 + length + length % 2;
  }
  return {};
}

/// From 1 (upright) to 8, the orientation of EXIF 2.32.
int orientation_of(Format format, Bytes bytes) {
  constexpr auto header = "Exif\0\0"sv;  // of a JPEG's block, which libexif expects
  std::vector<std::uint8_t> block;
  if (format == Format::png || format == Format::webp) {
    const Bytes bare = format == Format::png ? png_exif(bytes) : webp_exif(bytes);
    if (!matches(bare, 0, header)) {
      block.assign(header.begin(), header.end());
    }
    block.insert(block.end(), bare.begin(), bare.end());
    bytes = block;
  } else if (format != Format::jpeg) {
    return 1;
  }
  constexpr std::size_t enough = 1U << 20U;  // the block is one of the first of a JPEG
  const std::unique_ptr<ExifData, decltype(&exif_data_unref)> data(
      exif_data_new_from_data(bytes.data(), static_cast<unsigned>(std::min(bytes.size(), enough))),
      exif_data_unref);
  if (!data) {
    return 1;
  }
  ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) {
    return 1;
  }
  const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/// Orientations 2 to 8 mirror and turn the stored picture; from 5 on rows are columns.
Raster upright(Raster stored, int orientation) {
  if (orientation == 1) {
    return stored;
  }
  const bool swapped = orientation >= 5;
  Raster turned{swapped ? stored.height : stored.width, swapped ? stored.width : stored.height, {}};
  turned.rgba.resize(stored.rgba.size());
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  auto* to = turned.rgba.data();
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x, to += 4) {
      const int u = swapped ? y : x;
      const int v = swapped ? x : y;
      const int column = from_right ? stored.width - 1 - u : u;
      const int row = from_bottom ? stored.height - 1 - v : v;
      const std::size_t from =
          4 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(stored.width) +
               static_cast<std::size_t>(column));
      std::copy_n(stored.rgba.begin() + static_cast<std::ptrdiff_t>(from), 4, to);
    }
  }
  return turned;
}

}  // namespace

bool is_picture_name(std::string_view name) {
  constexpr std::array endings = {".png"sv,  ".jpg"sv,  ".jpeg"sv, ".jpe"sv,
                                  ".jfif"sv, ".webp"sv, ".bmp"sv,  ".gif"sv};
  const std::string lower = utf8::lower_case(name);
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return lower.size() > ending.size() && lower.ends_with(ending);
  });
}

std::optional<Dimensions> dimensions_of(Bytes bytes) {
  const auto format = format_of(bytes);
  if (!format || bytes.size() < 26) {
    return std::nullopt;
  }
  switch (*format) {
    case Format::png:
      return dimensions(big_endian(bytes, 16, 4), big_endian(bytes, 20, 4));
    case Format::jpeg:
      return jpeg_dimensions(bytes);
    case Format::gif:
      return dimensions(little_endian(bytes, 6, 2), little_endian(bytes, 8, 2));
    case Format::bmp: {
      if (little_endian(bytes, 14, 4) == 12) {  // of OS/2
        return dimensions(little_endian(bytes, 18, 2), little_endian(bytes, 20, 2));
      }
      const auto height = static_cast<std::int32_t>(little_endian(bytes, 22, 4));
      return dimensions(little_endian(bytes, 18, 4),
                        static_cast<std::uint32_t>(std::abs(std::int64_t{height})));
    }
    case Format::webp:
      return webp_dimensions(bytes);
  }
  return std::nullopt;
}

Raster decode_picture(Bytes bytes, const std::string& name) {
  const auto format = format_of(bytes);
  require(format.has_value(), "[picture] expected a PNG, JPEG, WebP, BMP or GIF file, got {} in {}",
          io::known_kind(bytes).value_or("something else"), name);
  const auto size = dimensions_of(bytes);
  require(
      size && size->width >= 1 && size->height >= 1 && size->width <= longest_side &&
          size->height <= longest_side && std::int64_t{size->width} * size->height <= most_pixels,
      "[picture] expected sides from 1 to {} pixels and at most {} million in all, got {} x {} "
      "in {}",
      longest_side, most_pixels / 1'000'000, size ? size->width : 0, size ? size->height : 0, name);
  static std::once_flag silenced;
  std::call_once(silenced, silence_gd);
  const GdImage image(decode(*format, bytes));
  require(image != nullptr, "[picture] expected a whole picture, got a damaged one in {}", name);
  return upright(to_raster(*image), orientation_of(*format, bytes));
}

}  // namespace akin::pictures
