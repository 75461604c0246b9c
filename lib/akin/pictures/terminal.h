#pragma once

#include <string>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// What a terminal draws pictures with.
enum class Palette {
  ascii,        ///< ten characters from blank to @, no escape sequences
  shades,       ///< blank, three shades and a full block, no escape sequences
  greys,        ///< half blocks in greys of the 256-colour palette
  true_colour,  ///< half blocks in 24-bit colour
};

/// The picture as lines of characters, two rows of pixels per line, scaled down to at most
/// `columns` characters. Without colours a character is as bright as its pixels are on average.
std::string terminal_preview(const Picture& picture, int columns, Palette palette);

}  // namespace akin::pictures
