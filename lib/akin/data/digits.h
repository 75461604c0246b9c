#pragma once

#include <cstdint>

#include "akin/data/images.h"

namespace akin::data {

/// Generates built-in handwritten digits: strokes with random variant, pose, slant, size, thickness
/// and bending, anti-aliased to 28x28 and centred as in MNIST (a 20x20 box, the centre of mass in
/// the middle). The ten classes are balanced and shuffled. Image i is a pure function of (seed, i),
/// so that another seed gives further samples of the same known distribution.
Images digits(std::int64_t count, std::uint64_t seed);

}  // namespace akin::data
