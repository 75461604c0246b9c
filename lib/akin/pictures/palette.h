#pragma once

#include <cstdint>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// Colours that tell `classes` classes apart on light paper: ten chosen for it, or, for more, as
/// many hues at equal distances in turn light and dark. Error: not a class.
Colour class_colour(std::int64_t index, std::size_t classes);

}  // namespace akin::pictures
