#include "akin/pictures/gd_image.h"

#include <cstdarg>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

GdImage checked(gdImagePtr image, int width, int height) {
  require(image != nullptr, "[pictures] expected memory for a picture of {} x {} pixels, got none",
          width, height);
  return GdImage(image);
}

}  // namespace

void silence_gd() {
  gdSetErrorMethod([](int /*priority*/, const char* /*format*/, va_list /*arguments*/) {});
}

GdImage true_colour_image(int width, int height) {
  silence_gd();
  return checked(gdImageCreateTrueColor(width, height), width, height);
}

GdImage palette_image(int width, int height) {
  silence_gd();
  return checked(gdImageCreate(width, height), width, height);
}

io::Bytes take(void* bytes, int size) {
  const std::unique_ptr<void, decltype(&gdFree)> owner(bytes, gdFree);
  require(bytes != nullptr, "[pictures] expected libgd to encode the picture, got nothing");
  const auto* begin = static_cast<const std::uint8_t*>(bytes);
  return {begin, begin + size};
}

}  // namespace akin::pictures
