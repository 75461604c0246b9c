#pragma once

#include <string>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// The picture as lines of half-block characters, two rows of pixels per line, scaled down to at
/// most `columns` characters. Uses 24-bit colour if `true_colour`, otherwise the 256-colour greys.
std::string half_blocks(const Picture& picture, int columns, bool true_colour);

}  // namespace akin::pictures
