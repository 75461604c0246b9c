#include "akin/data/binarise.h"

namespace akin::data {

void binarise(std::span<std::uint8_t> pixels, Random& random) {
  for (std::uint8_t& pixel : pixels) {
    pixel = random.uniform() < pixel / 255.0 ? 255 : 0;
  }
}

}  // namespace akin::data
