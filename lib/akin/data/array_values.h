#pragma once

#include <string>
#include <vector>

#include "akin/data/array_images.h"
#include "akin/io/array.h"

namespace akin::data {

/// Numbers of a part of a source, as its file has them.
struct RawPart {
  std::string name;  ///< of its file, for errors
  io::Array images;  ///< [count, ...]; without a shape where the source lacks the part
  std::vector<std::string> labels;

  [[nodiscard]] bool exists() const { return !images.shape.empty(); }
};

struct RawParts {
  RawPart train;
  RawPart validation;
  RawPart test;
  std::vector<std::string> notes;
};

/// Makes images of arrays [n, h, w], [n, 1, h, w], [n, h, w, 1], [n, 3, h, w], [n, h, w, 3] or
/// [n, d] with d a square or three times one. The training part decides for all.
///
/// Values. With the smallest and largest value of the training part:
///
///     smallest >= 0, 16 < largest <= 255    kept
///     smallest >= 0, largest <= 1           x 255
///     smallest >= 0, largest <= 16          x 255 / largest
///     smallest >= 0, largest > 255          x 255 / (2^k - 1), the least such bound that holds it
///     -1 <= smallest < 0, largest <= 1      (v + 1) / 2 x 255
///     other negative values                 smallest to largest becomes 0 to 255
///
/// then rounded to the nearest, and cut off at 0 and 255 in the other parts.
///
/// Colour. Where the shape does not say whether an image is stored channel by channel or pixel by
/// pixel, it is the order in which horizontal neighbours differ less over the first 256 images.
///
/// Errors: other shapes, numbers that are not finite, parts of different sizes, counts of labels
/// that disagree.
ArrayParts make_array_images(RawParts parts);

/// The labels of an array [n], [n, 1], of one-hot rows [n, k] or of k columns [n, k], of which
/// `column` chooses one (ArrayOptions); without it the first, and a note. Whole numbers are written
/// without a point.
std::vector<std::string> make_labels(const io::Array& labels, const std::string& column,
                                     const std::string& name, std::vector<std::string>& notes);

/// The index that `column` (a number, "first" or "last") names of `columns`; -1: "none". Errors:
/// out of range or another name.
std::int64_t find_column(const std::string& column, std::int64_t columns, const std::string& name);

/// A label as text: "7" for 7 and 7.0.
std::string label_of(double number);

/// The images' size if `values` are a square or three times one.
bool is_flat_image(std::int64_t values, ImageSize& size);

}  // namespace akin::data
