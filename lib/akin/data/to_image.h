#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "akin/base/image_size.h"
#include "akin/data/image_options.h"
#include "akin/pictures/resample.h"

namespace akin::data {

/// How each picture of a source becomes an image.
struct ImagePlan {
  ImageSize size;
  pictures::Fit fit = pictures::Fit::crop;
  bool transpose = false;
  bool invert = false;
  bool over_white = false;  ///< what transparent pixels are composed over
};

/// What "--size" says. UsageError: not "N" or "WxH", a side that is not from smallest_side to
/// largest_side.
std::optional<ImageSize> parse_size(const std::string& text);

/// UsageError: another word.
pictures::Fit parse_fit(const std::string& text);

/// The size of images: as asked for; else the size that all pictures have, if the networks accept
/// it (sides from 8 to 64, multiples of 4); else 32 x 32. `common`: nothing where sizes differ.
ImageSize image_size_for(const ImageOptions& options, std::optional<pictures::Dimensions> common);

/// An image [channels, height, width]. A picture that would be of one colour over the plan's
/// background is composed over the other one.
std::vector<std::uint8_t> to_image(const pictures::Raster& picture, const ImagePlan& plan);

/// An image of numbers as a picture.
pictures::Raster to_raster(const std::uint8_t* values, ImageSize size);

}  // namespace akin::data
