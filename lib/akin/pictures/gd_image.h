#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <gd.h>

#include "akin/io/file.h"

namespace akin::pictures {

struct GdImageDelete {
  void operator()(gdImagePtr image) const { gdImageDestroy(image); }
};

/// A libgd image; libgd's complaints on standard error are silenced, the library never prints.
using GdImage = std::unique_ptr<gdImage, GdImageDelete>;

GdImage true_colour_image(int width, int height);
GdImage palette_image(int width, int height);

/// The bytes libgd allocated, as ours. Error: null.
io::Bytes take(void* bytes, int size);

}  // namespace akin::pictures
