#include "akin/pictures/picture_files.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/io/file_kind.h"
#include "akin/pictures/gd_image.h"

namespace akin::pictures {
namespace {

constexpr std::size_t palette_size = 256;
constexpr int loop_forever = 0;

std::uint32_t pack(Colour c) {
  return (std::uint32_t{c.r} << 16U) | (std::uint32_t{c.g} << 8U) | std::uint32_t{c.b};
}

Colour unpack(std::uint32_t packed) {
  return {static_cast<std::uint8_t>(packed >> 16U), static_cast<std::uint8_t>(packed >> 8U),
          static_cast<std::uint8_t>(packed)};
}

/// The most frequent colours of all frames. A common palette avoids flicker and makes greys exact.
std::vector<Colour> common_palette(std::span<const Picture> frames) {
  std::unordered_map<std::uint32_t, std::int64_t> uses;
  for (const Picture& frame : frames) {
    for (int y = 0; y < frame.height(); ++y) {
      for (int x = 0; x < frame.width(); ++x) {
        ++uses[pack(frame.at(x, y))];
      }
    }
  }
  std::vector<std::pair<std::uint32_t, std::int64_t>> order(uses.begin(), uses.end());
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  order.resize(std::min(order.size(), palette_size));
  std::vector<Colour> palette;
  palette.reserve(order.size());
  for (const auto& [colour, count] : order) {
    palette.push_back(unpack(colour));
  }
  return palette;
}

int squared_distance(Colour a, Colour b) {
  const int r = a.r - b.r;
  const int g = a.g - b.g;
  const int blue = a.b - b.b;
  return r * r + g * g + blue * blue;
}

/// Converts frames to palette images; caches the nearest palette entry of each colour.
class Indexer {
 public:
  explicit Indexer(std::vector<Colour> palette) : palette_(std::move(palette)) {}

  GdImage operator()(const Picture& picture) {
    GdImage image = palette_image(picture.width(), picture.height());
    for (const Colour c : palette_) {
      gdImageColorAllocate(image.get(), c.r, c.g, c.b);
    }
    for (int y = 0; y < picture.height(); ++y) {
      for (int x = 0; x < picture.width(); ++x) {
        gdImagePalettePixel(image.get(), x, y) =
            static_cast<unsigned char>(nearest(picture.at(x, y)));
      }
    }
    return image;
  }

 private:
  int nearest(Colour colour) {
    const auto [found, is_new] = nearest_.try_emplace(pack(colour), 0);
    if (is_new) {
      const auto best = std::min_element(palette_.begin(), palette_.end(), [&](Colour a, Colour b) {
        return squared_distance(a, colour) < squared_distance(b, colour);
      });
      found->second = static_cast<int>(best - palette_.begin());
    }
    return found->second;
  }

  std::vector<Colour> palette_;
  std::unordered_map<std::uint32_t, int> nearest_;
};

/// Whether two palette images of the same size are equal.
bool same(const gdImage& a, const gdImage& b) {
  for (int y = 0; y < gdImageSY(&a); ++y) {
    if (!std::equal(a.pixels[y], a.pixels[y] + gdImageSX(&a), b.pixels[y])) {
      return false;
    }
  }
  return true;
}

void append(io::Bytes& to, const io::Bytes& from) {
  to.insert(to.end(), from.begin(), from.end());
}

constexpr std::uint64_t largest_file = 1U << 30U;

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) |
         (std::uint32_t{bytes[2]} << 8U) | std::uint32_t{bytes[3]};
}

/// Checks the signature (8 bytes) and the header chunk: length, "IHDR", width, height, ...
void check_header(std::span<const std::uint8_t> bytes, const std::string& name) {
  constexpr std::array<std::uint8_t, 8> signature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  require(bytes.size() >= 24 && std::equal(signature.begin(), signature.end(), bytes.begin()),
          "[png] expected a PNG file, got {} in {}", io::kind_or_text(bytes), name);
  const std::int64_t width = big_endian(bytes.subspan(16));
  const std::int64_t height = big_endian(bytes.subspan(20));
  require(width >= 1 && width <= longest_side && height >= 1 && height <= longest_side,
          "[png] expected sides from 1 to {} pixels, got {} x {} in {}", longest_side, width,
          height, name);
}

/// Blends a pixel over black. The alpha of libgd is from 0 (opaque) to 127.
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
  silence_gd();
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

void write_gif(const std::filesystem::path& path, std::span<const Picture> frames,
               int hundredths_per_frame, int hundredths_last_frame) {
  require(!frames.empty(), "[gif] expected one frame or more, got none");
  for (const Picture& frame : frames) {
    require(frame.width() == frames[0].width() && frame.height() == frames[0].height(),
            "[gif] expected frames of {} x {}, got one of {} x {}", frames[0].width(),
            frames[0].height(), frame.width(), frame.height());
  }
  Indexer indexer(common_palette(frames));
  io::Bytes file;
  GdImage previous;
  GdImage image = indexer(frames[0]);
  int size = 0;
  void* header = gdImageGifAnimBeginPtr(image.get(), &size, 1, loop_forever);
  append(file, take(header, size));
  int delay = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const bool last = i + 1 == frames.size();
    GdImage next = last ? nullptr : indexer(frames[i + 1]);
    delay += last ? hundredths_last_frame : hundredths_per_frame;
    // libgd writes the difference to the previous frame and fails if there is none.
    if (!last && same(*image, *next)) {
      continue;
    }
    void* frame =
        gdImageGifAnimAddPtr(image.get(), &size, 0, 0, 0, delay, gdDisposalNone, previous.get());
    append(file, take(frame, size));
    delay = 0;
    previous = std::move(image);
    image = std::move(next);
  }
  void* end = gdImageGifAnimEndPtr(&size);
  append(file, take(end, size));
  io::write_atomically(path, std::span<const std::uint8_t>(file));
}

}  // namespace akin::pictures
