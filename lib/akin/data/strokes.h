#pragma once

#include <vector>

namespace akin::data {

struct Point {
  double x = 0;
  double y = 0;
};

/// A control point of a stroke. The curve has a corner there, or is smooth.
struct Knot {
  Point at;
  bool corner = false;
};

/// One way to write a digit: strokes of knots in a box of 100 x 100, y downwards.
struct Numeral {
  double weight = 1;  ///< relative frequency among the ways to write this digit
  std::vector<std::vector<Knot>> strokes;
};

/// The ways to write `digit`, 0 to 9.
const std::vector<Numeral>& numerals(int digit);

/// Points on the curve through all knots, `steps` per knot interval: a centripetal Catmull-Rom
/// spline (Catmull & Rom 1974; Yuksel, Schaefer & Keyser 2011), which has neither loops nor
/// overshoots. Empty for fewer than two knots.
std::vector<Point> spline(const std::vector<Knot>& knots, int steps);

/// A point on the path of the pen, with the radius of the pen.
struct Dot {
  Point at;
  double radius = 0;
};

/// Draws a pen that moves in straight lines between dots into `ink`, [size, size] in [0, 1], by
/// maximum. Coverage falls from 1 to 0 within `softness` pixels across the edge of the pen. The
/// centre of pixel (row, column) is (column + 0.5, row + 0.5).
void draw_stroke(const std::vector<Dot>& stroke, double softness, int size,
                 std::vector<double>& ink);

}  // namespace akin::data
