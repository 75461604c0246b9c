#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// Images of one size, [count, channels, height, width].
struct ImageBatch {
  std::span<const std::uint8_t> pixels;
  ImageSize size = {28, 28};

  [[nodiscard]] int count() const { return static_cast<int>(pixels.size() / size.values()); }
  [[nodiscard]] std::span<const std::uint8_t> at(int i) const {
    return pixels.subspan(static_cast<std::size_t>(i) * size.values(), size.values());
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
Picture sheet(const ImageBatch& images, const SheetOptions& options = {});

/// Draws a contact sheet of pairs: image i of `above` over image i of `below`, with one caption per
/// pair. Error: different counts.
Picture pair_sheet(const ImageBatch& above, const ImageBatch& below, const SheetOptions& options);

}  // namespace akin::pictures
