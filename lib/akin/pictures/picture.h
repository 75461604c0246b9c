#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace akin::pictures {

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

/// Of pictures made or read, in pixels.
inline constexpr int longest_side = 16384;

/// An RGB picture in memory, row-major, 8 bits a channel.
class Picture {
 public:
  Picture(int width, int height, Colour background = {});

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] Colour at(int x, int y) const { return pixels_[index(x, y)]; }
  void set(int x, int y, Colour colour) { pixels_[index(x, y)] = colour; }

  /// Grey bytes [height, width], each drawn as a square of `scale` pixels; clipped at the edges.
  void draw_grey(std::span<const std::uint8_t> grey, int width, int height, int left, int top,
                 int scale = 1);
  /// Another picture with its upper left corner at (left, top), clipped at the edges.
  void draw_picture(const Picture& other, int left, int top);
  void draw_rectangle(int left, int top, int width, int height, Colour colour);
  void draw_disc(double x, double y, double radius, Colour colour);  ///< anti-aliased

  /// Text with its upper left corner at (left, top); `size` is the line height in pixels.
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

/// PNG and animated GIF through libgd, placed atomically. The same picture gives the same bytes.
void write_png(const std::filesystem::path& path, const Picture& picture);
/// Frames in a row that show the same become one that is shown as long as all of them.
void write_gif(const std::filesystem::path& path, std::span<const Picture> frames,
               int hundredths_per_frame, int hundredths_last_frame);

/// Errors: not a PNG, damaged, or wider or higher than 16384 pixels (checked before memory is
/// taken).
Picture read_png(const std::filesystem::path& path);

}  // namespace akin::pictures
