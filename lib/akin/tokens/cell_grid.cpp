#include "akin/tokens/cell_grid.h"

#include <utility>

#include "akin/base/require.h"

namespace akin::tokens {

CellGrid::CellGrid(const std::string& who, int height, int width, int cell)
    : height(height), width(width), cell(cell) {
  require(cell > 0 && height > 0 && width > 0 && height % cell == 0 && width % cell == 0,
          "[{}] expected image sides that are multiples of {}, the side of a cell, got {}x{}", who,
          cell, height, width);
}

void CellGrid::check_sizes(const std::string& who, std::size_t pixel_count,
                           std::size_t token_count) const {
  require(std::cmp_equal(pixel_count, pixels()) && std::cmp_equal(token_count, cells()),
          "[{}] expected {} pixels and {} tokens, got {} and {}", who, pixels(), cells(),
          pixel_count, token_count);
}

void check_token(const std::string& who, std::int32_t token, std::int64_t words) {
  require(token >= 0 && token < words, "[{}] expected tokens from 0 to {}, got {}", who, words - 1,
          token);
}

}  // namespace akin::tokens
