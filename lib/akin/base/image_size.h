#pragma once

#include <cstddef>

namespace akin {

/// The size of an image. Its values are stored channel by channel: [channels, height, width].
struct ImageSize {
  int height = 0;
  int width = 0;
  int channels = 1;  ///< 1: grey; 3: red, green, blue

  [[nodiscard]] std::size_t pixels() const {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
  [[nodiscard]] std::size_t values() const { return pixels() * static_cast<std::size_t>(channels); }
  friend bool operator==(const ImageSize&, const ImageSize&) = default;
};

}  // namespace akin
