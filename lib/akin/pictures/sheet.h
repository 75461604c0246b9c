#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// Grey images of one size, [count, height, width].
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
  int columns = 0;  ///< 0: makes the sheet roughly square
  int scale = 2;    ///< screen pixels per image pixel
  int gap = 2;      ///< background pixels between cells
  std::string title;
  std::vector<std::string> row_labels;  ///< to the left of each row; may be empty
  std::vector<std::string> captions;    ///< below each cell; may be empty
};

/// Draws a contact sheet.
Picture sheet(const GreyImages& images, const SheetOptions& options = {});

/// Draws a contact sheet of pairs: image i of `above` over image i of `below`, with one caption per
/// pair. Error: different counts.
Picture pair_sheet(const GreyImages& above, const GreyImages& below, const SheetOptions& options);

}  // namespace akin::pictures
