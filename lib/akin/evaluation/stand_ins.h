#pragma once

#include <string>
#include <vector>

#include "akin/data/images.h"

namespace akin {

// Sets of images about which it is known what an evaluation has to say: what a copier makes, what
// noise is.

/// Training images, without repeats as long as there are enough: what a copier makes.
data::Images copies(const data::Images& training, std::int64_t count, std::uint64_t seed);

/// `images` with a share of them, at random places, replaced by copies of training images.
data::Images with_copies(const data::Images& images, const data::Images& training, double share,
                         std::uint64_t seed);

/// `images` with normal noise of that deviation, in pixels of [0, 1], cut off at black and white.
data::Images with_noise(const data::Images& images, double deviation, std::uint64_t seed);

/// Every pixel uniform between black and white.
data::Images noise(std::int64_t count, int height, int width, std::uint64_t seed);

}  // namespace akin
