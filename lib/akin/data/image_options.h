#pragma once

#include <string>

namespace akin::data {

/// How pictures become images of one size. Sides are from smallest_side to largest_side.
struct ImageOptions {
  std::string size;          ///< "N" or "WxH" in pixels; empty: see image_size_for()
  std::string fit = "crop";  ///< crop, pad or stretch: see pictures::Fit
  bool grey = false;         ///< colour becomes its luma
  bool invert = false;       ///< black becomes white
  bool transpose = false;    ///< rows become columns, as EMNIST needs
  std::string label_column;  ///< of tables: see ArrayOptions
};

inline constexpr int smallest_side = 8;
inline constexpr int largest_side = 64;

}  // namespace akin::data
