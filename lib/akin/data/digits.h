#pragma once

#include <cstdint>

#include "akin/data/images.h"

namespace akin::data {

/// Built-in handwriting: numerals drawn from strokes (polylines and arcs with several ways to write
/// a numeral), each with random pose, slant, size, thickness and smooth bending, anti-aliased into
/// 28x28, centred like MNIST (in a 20x20 box, centre of mass in the middle). Labels cycle through
/// the ten classes in a shuffled order, so they are balanced. Image i is a pure function of (seed,
/// i): a held-out split is another stream, and its density is known exactly, which gives novelty a
/// ground truth.
Images digits(std::int64_t count, std::uint64_t seed);

}  // namespace akin::data
