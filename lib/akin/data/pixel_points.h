#pragma once

#include <cstdint>
#include <vector>

#include "akin/data/images.h"
#include "akin/numerics/neighbours.h"

namespace akin::data {

/// Pixels as rows of values in [0, 1]: [count, channels * height * width].
numerics::Points pixel_points(const Images& images);

/// The bytes of all images: [count, channels, height, width].
std::vector<std::uint8_t> all_pixels(const Images& images);

/// The nearest training image of each image, by Euclidean distance of pixels in [0, 1].
/// Errors: images of different sizes, no training image.
numerics::Neighbours nearest_images(const Images& images, const Images& training);

/// How many images have their nearest training image in each class.
std::vector<std::int64_t> nearest_class_counts(const Images& images, const Images& training);

}  // namespace akin::data
