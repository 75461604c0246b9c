#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "akin/base/image_size.h"

namespace akin::pictures {

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

/// The grey of a colour: ITU-R BT.601 luma, rounded.
inline std::uint8_t luma(Colour c) {
  return static_cast<std::uint8_t>((299 * c.r + 587 * c.g + 114 * c.b + 500) / 1000);
}

/// The maximum width and height of a picture.
inline constexpr int longest_side = 16384;

/// An RGB picture in memory: row-major, 8 bits per channel. Drawing is clipped at the edges.
class Picture {
 public:
  Picture(int width, int height, Colour background = {});

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] Colour at(int x, int y) const { return pixels_[index(x, y)]; }
  void set(int x, int y, Colour colour) { pixels_[index(x, y)] = colour; }

  /// Draws an image [channels, height, width] with squares of `scale` pixels for its own.
  void draw_image(std::span<const std::uint8_t> values, ImageSize size, int left, int top,
                  int scale = 1);
  /// Draws another picture with its upper left corner at (left, top).
  void draw_picture(const Picture& other, int left, int top);
  void draw_rectangle(int left, int top, int width, int height, Colour colour);
  void draw_disc(double x, double y, double radius, Colour colour);  ///< anti-aliased

  /// Draws text with its upper left corner at (left, top); `size` is the line height in pixels.
  void draw_text(std::string_view text, int left, int top, int size, Colour colour);
  static int text_width(std::string_view text, int size);

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(x);
  }
  int width_;
  int height_;
  std::vector<Colour> pixels_;
};

}  // namespace akin::pictures
