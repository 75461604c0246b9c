#pragma once

#include "akin/data/images.h"
#include "akin/numerics/neighbours.h"

namespace akin::data {

/// Images as rows of pixels in [0, 1]: [count, height * width].
numerics::Points pixel_points(const Images& images);

/// All bytes, one image after another: [count, height, width].
std::vector<std::uint8_t> all_pixels(const Images& images);

/// For every image the nearest of `training` by Euclidean distance of pixels in [0, 1].
/// Errors: images of other sizes, no training image.
numerics::Neighbours nearest_images(const Images& images, const Images& training);

/// How many of the images have their nearest of `training` in each class.
std::vector<std::int64_t> nearest_class_counts(const Images& images, const Images& training);

}  // namespace akin::data
