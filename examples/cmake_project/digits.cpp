#include "akin/data/digits.h"

#include <cstdint>
#include <cstdio>
#include <vector>

#include "akin/pictures/picture.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"

/// A sheet of built-in handwriting, written by akin::core alone.
int main() {
  const auto digits = akin::data::digits(/*count=*/100, /*seed=*/1);
  std::vector<std::uint8_t> pixels;
  for (std::int64_t i = 0; i < digits.size(); ++i) {
    const auto image = digits.pixels(i);
    pixels.insert(pixels.end(), image.begin(), image.end());
  }
  akin::pictures::write_png("digits.png", akin::pictures::sheet({.pixels = pixels}));
  std::puts("wrote 100 digits to digits.png");
}
