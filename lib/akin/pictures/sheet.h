#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// Grey images of one size, [count, height, width] bytes one after another.
struct GreyImages {
  std::span<const std::uint8_t> pixels;
  int width = 28;
  int height = 28;

  [[nodiscard]] int count() const {
    return static_cast<int>(pixels.size() /
                            (static_cast<std::size_t>(width) * static_cast<std::size_t>(height)));
  }
  [[nodiscard]] std::span<const std::uint8_t> at(int i) const {
    const auto n = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return pixels.subspan(static_cast<std::size_t>(i) * n, n);
  }
};

struct SheetOptions {
  int columns = 0;  ///< 0: chosen so that the sheet is about square
  int scale = 2;    ///< screen pixels per image pixel
  int gap = 2;      ///< background pixels between cells
  std::string title;
  std::vector<std::string> row_labels;  ///< to the left of each row, or none
  std::vector<std::string> captions;    ///< below each cell, or none
};

/// A contact sheet: images in rows.
Picture sheet(const GreyImages& images, const SheetOptions& options = {});

/// Pairs: each image of `above` over its partner in `below` (equal counts), a caption under each
/// pair.
Picture pair_sheet(const GreyImages& above, const GreyImages& below, const SheetOptions& options);

/// The picture as lines of terminal half-blocks (two rows of image pixels per line), scaled down to
/// at most `columns` characters; 24-bit colour where `true_colour`, the 256-colour grey ramp
/// otherwise.
std::string half_blocks(const Picture& picture, int columns, bool true_colour);

}  // namespace akin::pictures
