#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/pictures/decode_picture.h"

namespace akin::pictures {

/// How a picture of other proportions is made to fit.
enum class Fit {
  crop,    ///< the largest centred part of these proportions
  pad,     ///< the whole picture, with transparent borders
  stretch  ///< the whole picture, distorted
};

/// A picture of a size: each channel [height, width], as over black, and the opacity.
struct Scaled {
  std::vector<std::uint8_t> rgb;      ///< [3, height, width], premultiplied by the opacity
  std::vector<std::uint8_t> opacity;  ///< [height, width]; empty: all opaque
};

/// Scales a picture: down by the mean over the area that each pixel covers, up by bilinear
/// interpolation; values rounded to nearest. Colours are weighted with their opacity.
Scaled resample(const Raster& picture, int width, int height, Fit fit);

}  // namespace akin::pictures
