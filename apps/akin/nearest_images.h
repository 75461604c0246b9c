#pragma once

#include <cstdint>
#include <vector>

#include "akin/data/images.h"
#include "akin/numerics/neighbours.h"

namespace akin::app {

/// For each image of `pixels` ([count, height, width] bytes): the nearest of `training` by
/// Euclidean distance of pixels in [0, 1].
numerics::Neighbours nearest_training_images(const std::vector<std::uint8_t>& pixels,
                                             const data::Images& training);

}  // namespace akin::app
