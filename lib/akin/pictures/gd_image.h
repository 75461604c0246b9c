#pragma once

#include <cstdint>
#include <memory>

#include <gd.h>

#include "akin/io/file.h"

namespace akin::pictures {

struct GdImageDelete {
  void operator()(gdImagePtr image) const { gdImageDestroy(image); }
};

/// An image of libgd.
using GdImage = std::unique_ptr<gdImage, GdImageDelete>;

/// Stops libgd from printing to standard error.
void silence_gd();

GdImage true_colour_image(int width, int height);
GdImage palette_image(int width, int height);

/// Copies and frees bytes that libgd allocated. Error: null.
io::Bytes take(void* bytes, int size);

}  // namespace akin::pictures
