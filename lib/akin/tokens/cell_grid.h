#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace akin::tokens {

/// An image [height, width] cut into squares of cell x cell pixels.
struct CellGrid {
  int height;
  int width;
  int cell;

  /// Errors, beginning with [`who`]: sides that are not positive multiples of a positive cell.
  CellGrid(const std::string& who, int height, int width, int cell);

  [[nodiscard]] std::int64_t pixels() const { return std::int64_t{height} * width; }
  [[nodiscard]] std::int64_t cell_pixels() const { return std::int64_t{cell} * cell; }
  [[nodiscard]] std::int64_t cells() const { return pixels() / cell_pixels(); }

  /// Where in the image pixel `pixel` of cell number `index` lies, both in raster order.
  [[nodiscard]] std::size_t position(std::int64_t index, std::int64_t pixel) const {
    const std::int64_t across = width / cell;
    const std::int64_t y = index / across * cell + pixel / cell;
    const std::int64_t x = index % across * cell + pixel % cell;
    return static_cast<std::size_t>(y * width + x);
  }

  /// Errors where one image and its tokens have other sizes.
  void check_sizes(const std::string& who, std::size_t pixel_count, std::size_t token_count) const;
};

/// The error of a token that is none of `words` words.
void check_token(const std::string& who, std::int32_t token, std::int64_t words);

}  // namespace akin::tokens
