#include "akin/pictures/resample.h"

#include <algorithm>
#include <cmath>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

/// Which input pixels make an output pixel, with weights that sum to 1.
struct Taps {
  int first = 0;
  std::vector<float> weights;
};

/// For `count` output pixels from the inputs [begin, end) of `size`.
std::vector<Taps> make_taps(double begin, double end, int size, int count) {
  const double scale = (end - begin) / count;
  std::vector<Taps> all;
  for (int i = 0; i < count; ++i) {
    Taps taps;
    if (scale >= 1) {
      const double from = begin + i * scale;
      const double to = from + scale;
      taps.first = std::clamp(static_cast<int>(std::floor(from)), 0, size - 1);
      const int last = std::clamp(static_cast<int>(std::ceil(to)) - 1, taps.first, size - 1);
      for (int p = taps.first; p <= last; ++p) {
        const double covered = std::min(to, p + 1.0) - std::max(from, static_cast<double>(p));
        taps.weights.push_back(static_cast<float>(std::max(covered, 0.0) / scale));
      }
    } else {
      const double centre = begin + (i + 0.5) * scale - 0.5;
      const double low = std::floor(centre);
      const auto share = static_cast<float>(centre - low);
      const int a = std::clamp(static_cast<int>(low), 0, size - 1);
      const int b = std::clamp(static_cast<int>(low) + 1, 0, size - 1);
      taps.first = a;
      taps.weights = a == b ? std::vector<float>{1} : std::vector<float>{1 - share, share};
    }
    all.push_back(std::move(taps));
  }
  return all;
}

/// [height, width, 4] with colours times opacity, all from 0 to 255.
using Plane = std::vector<float>;

/// A row of the picture with premultiplied colours.
void premultiply(const std::uint8_t* rgba, int width, float* to) {
  for (int x = 0; x < width; ++x, rgba += 4, to += 4) {
    const float opacity = static_cast<float>(rgba[3]) * (1.0F / 255.0F);
    for (int c = 0; c < 3; ++c) {
      to[c] = static_cast<float>(rgba[c]) * (rgba[3] == 255 ? 1.0F : opacity);
    }
    to[3] = rgba[3];
  }
}

void add_row(const float* row, const std::vector<Taps>& columns, float weight, float* to) {
  for (const Taps& taps : columns) {
    const float* from = row + std::ptrdiff_t{4} * taps.first;
    for (const float tap : taps.weights) {
      for (int c = 0; c < 4; ++c) {
        to[c] += weight * tap * from[c];
      }
      from += 4;
    }
    to += 4;
  }
}

std::uint8_t rounded(float value) {
  // The sums of weights are 1 up to rounding errors, which must not turn 127.5 into 127.
  return static_cast<std::uint8_t>(std::clamp(value + 0.5F + 1e-3F, 0.0F, 255.0F));
}

/// The part of the input that the output shows, and the part of the output that shows it.
struct Frame {
  double left = 0, right = 0, top = 0, bottom = 0;  ///< of the input
  int x = 0, y = 0, width = 0, height = 0;          ///< of the output
};

Frame frame_of(const Raster& picture, int width, int height, Fit fit) {
  Frame frame{0,     static_cast<double>(picture.width),
              0,     static_cast<double>(picture.height),
              0,     0,
              width, height};
  const double across = static_cast<double>(picture.width) / width;
  const double down = static_cast<double>(picture.height) / height;
  if (fit == Fit::crop) {
    const double scale = std::min(across, down);
    frame.left = (picture.width - scale * width) / 2;
    frame.right = frame.left + scale * width;
    frame.top = (picture.height - scale * height) / 2;
    frame.bottom = frame.top + scale * height;
  } else if (fit == Fit::pad) {
    const double scale = std::max(across, down);
    frame.width = std::clamp(static_cast<int>(std::lround(picture.width / scale)), 1, width);
    frame.height = std::clamp(static_cast<int>(std::lround(picture.height / scale)), 1, height);
    frame.x = (width - frame.width) / 2;
    frame.y = (height - frame.height) / 2;
  }
  return frame;
}

}  // namespace

Scaled resample(const Raster& picture, int width, int height, Fit fit) {
  require(picture.width > 0 && picture.height > 0 && width > 0 && height > 0,
          "[resample] expected pictures of a pixel or more, got {} x {} to {} x {}", picture.width,
          picture.height, width, height);
  const Frame frame = frame_of(picture, width, height, fit);
  const auto columns = make_taps(frame.left, frame.right, picture.width, frame.width);
  const auto rows = make_taps(frame.top, frame.bottom, picture.height, frame.height);
  const auto w = static_cast<std::size_t>(width);
  const std::size_t area = w * static_cast<std::size_t>(height);
  Plane sums(4 * area);
  Plane row(4 * static_cast<std::size_t>(picture.width));
  // Input rows are shared by two output rows at most: each is converted once for each.
  for (int y = 0; y < frame.height; ++y) {
    const Taps& taps = rows[static_cast<std::size_t>(y)];
    for (std::size_t i = 0; i < taps.weights.size(); ++i) {
      const std::size_t from =
          (static_cast<std::size_t>(taps.first) + i) * static_cast<std::size_t>(picture.width) * 4;
      premultiply(picture.rgba.data() + from, picture.width, row.data());
      add_row(row.data(), columns, taps.weights[i],
              sums.data() + 4 * (static_cast<std::size_t>(frame.y + y) * w +
                                 static_cast<std::size_t>(frame.x)));
    }
  }
  Scaled scaled;
  scaled.rgb.resize(3 * area);
  scaled.opacity.resize(area);
  bool opaque = true;
  for (std::size_t i = 0; i < area; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      scaled.rgb[c * area + i] = rounded(sums[4 * i + c]);
    }
    scaled.opacity[i] = rounded(sums[4 * i + 3]);
    opaque = opaque && scaled.opacity[i] == 255;
  }
  if (opaque) {
    scaled.opacity.clear();
  }
  return scaled;
}

}  // namespace akin::pictures
