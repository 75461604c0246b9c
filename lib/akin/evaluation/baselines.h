#pragma once

#include <cstdint>

#include "akin/data/images.h"

namespace akin {

// Baselines: sets of images for which the right verdict is known, since they are copies or noise.

/// `count` training images, without repeats as long as there are enough.
data::Images copies(const data::Images& training, std::int64_t count, std::uint64_t seed);

/// `images` with a share of them, at random positions, replaced by copies of training images.
/// UsageError: a share outside [0, 1].
data::Images with_copies(const data::Images& images, const data::Images& training, double share,
                         std::uint64_t seed);

/// `images` plus normal noise of the given standard deviation, in pixels of [0, 1], clamped.
data::Images with_noise(const data::Images& images, double deviation, std::uint64_t seed);

/// Pixels uniform between black and white.
data::Images noise(std::int64_t count, ImageSize image_size, std::uint64_t seed);

}  // namespace akin
